// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import io.obsagent.testing.LogLoadingKit;
import java.io.IOException;
import java.util.List;
import org.apache.log4j.BasicConfigurator;
import org.apache.log4j.Logger;
import org.apache.log4j.MDC;

class Log4j1LoadingTest extends LogLoadingKit {
  @Override
  protected Class<?> program() {
    return Program.class;
  }

  @Override
  protected List<String> packages() {
    return List.of("org.apache.log4j.");
  }

  /** Logs as applications do. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      BasicConfigurator.configure();
      Logger logger = Logger.getLogger("shop");
      MDC.put("user", "ada");
      logger.debug("looking");
      logger.info("sold");
      logger.error("failed", new IOException("cold"));
    }
  }
}
