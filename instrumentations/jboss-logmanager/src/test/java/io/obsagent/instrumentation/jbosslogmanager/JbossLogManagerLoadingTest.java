// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.testing.LogLoadingKit;
import java.io.IOException;
import java.util.List;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.MDC;

class JbossLogManagerLoadingTest extends LogLoadingKit {
  @Override
  protected Class<?> program() {
    return Program.class;
  }

  @Override
  protected List<String> packages() {
    return List.of("org.jboss.logmanager.", "java.util.logging.");
  }

  @Override
  protected List<String> options() {
    return List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
  }

  /** And what 2.0 switches by where it makes a record's text. */
  @Override
  protected List<String> iterated() {
    return List.of("org.jboss.logmanager.FastCopyHashMap$", "org.jboss.logmanager.ExtLogRecord$1");
  }

  /** Logs as applications do. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Logger logger = Logger.getLogger("shop");
      MDC.put("user", "ada");
      logger.fine("looking");
      logger.log(Level.INFO, "sold {0}", "tea");
      logger.log(Level.ERROR, "failed", new IOException("cold"));
    }
  }
}
