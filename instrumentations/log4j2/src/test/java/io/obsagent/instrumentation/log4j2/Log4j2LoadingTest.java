// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.testing.LogLoadingKit;
import java.io.IOException;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

class Log4j2LoadingTest extends LogLoadingKit {
  @Override
  protected Class<?> program() {
    return Program.class;
  }

  @Override
  protected List<String> packages() {
    return List.of("org.apache.logging.log4j.");
  }

  @Override
  protected List<String> iterated() {
    return List.of("org.apache.logging.log4j.internal.map.UnmodifiableArrayBackedMap$");
  }

  /** Logs as applications do. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Logger logger = LogManager.getLogger("shop");
      ThreadContext.put("user", "ada");
      logger.debug("looking");
      logger.error("sold {}", "tea");
      logger.error("failed", new IOException("cold"));
    }
  }
}
