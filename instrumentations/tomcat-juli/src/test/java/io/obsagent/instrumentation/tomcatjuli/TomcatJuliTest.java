// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogRecordKit;
import io.obsagent.testing.RecordedLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.juli.ClassLoaderLogManager;
import org.junit.jupiter.api.Test;

class TomcatJuliTest extends LogRecordKit {
  private static final Logger LOGGER = Logger.getLogger(LOGGER_NAME);
  private static final Logger ROOT = Logger.getLogger("");

  @Override
  protected String framework() {
    return "jul";
  }

  @Override
  protected void configure(Path file, boolean async) throws IOException {
    stop();
    FileHandler handler = new FileHandler(file.toString());
    handler.setFormatter(new MessageOnly());
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.INFO);
  }

  @Override
  protected void stop() {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
      handler.close();
    }
    LOGGER.setFilter(null);
    LOGGER.setLevel(null);
  }

  @Override
  protected void info(String message) {
    LOGGER.info(message);
  }

  @Override
  protected void debug(String message) {
    LOGGER.fine(message);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    LOGGER.log(Level.SEVERE, message, thrown);
  }

  @Override
  protected void format(String template, Object argument) {
    LOGGER.log(Level.INFO, template, argument);
  }

  @Override
  protected String placeholder() {
    return "{0}";
  }

  @Override
  protected List<String> levelNames() {
    return List.of("INFO", "SEVERE");
  }

  @Test
  void anApplicationHasLoggersOfItsOwn() throws Exception {
    assertThat(LogManager.getLogManager()).isInstanceOf(ClassLoaderLogManager.class);
    configure(file(), false);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    Logger own;
    thread.setContextClassLoader(new ClassLoader(before) {});
    try {
      own = Logger.getLogger("shop.of.another");
    } finally {
      thread.setContextClassLoader(before);
    }

    RecordedLogs.setLevel(framework(), "shop.of.another", "DEBUG");

    assertThat(own.getLevel()).isEqualTo(Level.FINE);
    assertThat(own).isNotSameAs(Logger.getLogger("shop.of.another"));
  }

  private static final class MessageOnly extends Formatter {
    @Override
    public String format(LogRecord log) {
      return formatMessage(log) + System.lineSeparator();
    }
  }
}
