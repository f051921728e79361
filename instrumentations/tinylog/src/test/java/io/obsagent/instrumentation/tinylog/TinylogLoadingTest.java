// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.testing.LogLoadingKit;
import java.io.IOException;
import java.util.List;
import org.tinylog.Logger;
import org.tinylog.ThreadContext;

class TinylogLoadingTest extends LogLoadingKit {
  @Override
  protected Class<?> program() {
    return Program.class;
  }

  @Override
  protected List<String> packages() {
    return List.of("org.tinylog.");
  }

  /** Logs as applications do. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      ThreadContext.put("user", "ada");
      Logger.info("sold {}", "tea");
      Logger.error(new IOException("cold"), "failed");
    }
  }
}
