// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.testing.ModuleKit;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class JulModuleTest extends ModuleKit {
  JulModuleTest() {
    super(new JulModule());
  }

  @Override
  protected String use() {
    Logger logger = Logger.getLogger("kit");
    Kept kept = new Kept();
    logger.setUseParentHandlers(false);
    logger.addHandler(kept);
    logger.warning("tea");
    logger.setFilter(log -> log.getMessage().equals("tea"));
    logger.warning("tea");
    logger.warning("coffee");
    logger.setFilter(null);
    logger.removeHandler(kept);
    return kept.messages.toString();
  }

  private static final class Kept extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord log) {
      messages.add(log.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
