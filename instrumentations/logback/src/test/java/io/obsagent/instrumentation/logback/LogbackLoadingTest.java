// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import io.obsagent.testing.LogLoadingKit;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogbackLoadingTest extends LogLoadingKit {
  @Override
  protected Class<?> program() {
    return Program.class;
  }

  @Override
  protected List<String> packages() {
    return List.of("ch.qos.logback.", "org.slf4j.");
  }

  /** Logs as applications do. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Logger logger = LoggerFactory.getLogger("shop");
      MDC.put("user", "ada");
      logger.debug("looking");
      logger.info("sold {}", "tea");
      logger.error("failed", new IOException("cold"));
    }
  }
}
