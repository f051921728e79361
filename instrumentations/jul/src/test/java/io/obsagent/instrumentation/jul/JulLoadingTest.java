// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import io.obsagent.testing.LogLoadingKit;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

class JulLoadingTest extends LogLoadingKit {
  @Override
  protected Class<?> program() {
    return Program.class;
  }

  @Override
  protected List<String> packages() {
    return List.of("java.util.logging.", "sun.util.logging.", "jdk.internal.logger.");
  }

  /** Logs as applications do. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Logger logger = Logger.getLogger("shop");
      logger.fine("looking");
      logger.log(Level.INFO, "sold {0}", "tea");
      logger.log(Level.SEVERE, "failed", new IOException("cold"));
    }
  }
}
