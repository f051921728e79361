// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.obsagent.testing.LogRecordKit;
import io.obsagent.testing.RecordedLog;
import io.obsagent.testing.RecordedLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.commons.logging.impl.Jdk14Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.bridge.SLF4JBridgeHandler;

class JulTest extends LogRecordKit {
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
    ROOT.addHandler(async ? new AsyncHandler(handler) : handler);
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
  void whatAFilterDeniesIsNoneAndItIsAskedOnce() throws IOException {
    configure(file(), false);
    AtomicInteger asked = new AtomicInteger();
    LOGGER.setFilter(
        log -> {
          asked.incrementAndGet();
          return !log.getMessage().contains("secret");
        });

    info("a secret");
    info("sold");

    assertThat(theRecord().message()).isEqualTo("sold");
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatABridgeHandsOnIsTheOtherFrameworks() throws IOException {
    configure(file(), false);
    Handler bridge = new SLF4JBridgeHandler();
    ROOT.addHandler(bridge);
    long before = RecordedLogs.count(framework());

    info("sold");
    assertThat(RecordedLogs.count(framework())).isEqualTo(before);
    ROOT.removeHandler(bridge);
    info("shipped");

    assertThat(theRecord().message()).isEqualTo("shipped");
  }

  @Test
  void systemLoggerEndsHereOnce() throws IOException {
    configure(file(), false);
    IllegalStateException thrown = new IllegalStateException("cold");

    System.getLogger("shop.system").log(System.Logger.Level.WARNING, "sold {0}", "tea");
    System.getLogger("shop.system").log(System.Logger.Level.ERROR, "failed", thrown);

    List<RecordedLog> logs = RecordedLogs.of("shop.system");
    assertThat(logs).extracting(RecordedLog::message).containsExactly("sold tea", "failed");
    assertThat(logs).extracting(RecordedLog::severity).containsExactly("WARN", "ERROR");
    assertThat(logs.get(1).thrown()).isSameAs(thrown);
  }

  @Test
  void commonsLoggingEndsHereOnce() throws IOException {
    configure(file(), false);

    new Jdk14Logger("shop.commons").info("sold");

    assertThat(RecordedLogs.of("shop.commons"))
        .extracting(RecordedLog::message)
        .containsExactly("sold");
  }

  @Test
  void aMessageOfABundleIsItsText() throws IOException {
    configure(file(), false);

    LOGGER.logrb(Level.INFO, new Texts(), "shop.sold", "tea");

    assertThat(theRecord().message()).isEqualTo("tea has been sold");
    assertThat(theRecord().template()).isEqualTo("shop.sold");
  }

  @Test
  void levelsOfJulAreSeverities() throws IOException {
    configure(file(), false);
    ROOT.setLevel(Level.ALL);

    for (Level level : List.of(Level.CONFIG, Level.FINE, Level.FINER, Level.FINEST)) {
      LOGGER.log(level, level.getName());
    }

    assertThat(RecordedLogs.of(LOGGER_NAME))
        .extracting(RecordedLog::level, RecordedLog::severity)
        .containsExactly(
            tuple("CONFIG", "INFO"),
            tuple("FINE", "DEBUG"),
            tuple("FINER", "TRACE"),
            tuple("FINEST", "TRACE"));
    ROOT.setLevel(Level.INFO);
  }

  @Test
  void aLevelThatWasSetStaysWhenTheApplicationLosesTheLogger() throws IOException {
    configure(file(), false);
    RecordedLogs.setLevel(framework(), "lost.and.found", "ERROR");

    System.gc();
    System.gc();

    assertThat(Logger.getLogger("lost.and.found").getLevel()).isEqualTo(Level.SEVERE);
    RecordedLogs.setLevel(framework(), "lost.and.found", null);
    assertThat(Logger.getLogger("lost.and.found").getLevel()).isNull();
  }

  /** Texts by key. */
  public static final class Texts extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
      return new Object[][] {{"shop.sold", "{0} has been sold"}};
    }
  }

  private static final class MessageOnly extends Formatter {
    @Override
    public String format(LogRecord log) {
      return formatMessage(log) + System.lineSeparator();
    }
  }

  /** As applications write it: another thread publishes. */
  private static final class AsyncHandler extends Handler {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Handler target;

    AsyncHandler(Handler target) {
      this.target = target;
    }

    @Override
    public void publish(LogRecord log) {
      thread.execute(() -> target.publish(log));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      thread.shutdown();
      try {
        assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      target.close();
    }
  }
}
