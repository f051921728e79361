// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.LogFormatKit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apache.juli.AsyncFileHandler;
import org.apache.juli.FileHandler;
import org.apache.juli.OneLineFormatter;
import org.apache.juli.VerbatimFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tomcat's own handlers have a date in the file's name and roll by that alone. */
class TomcatJuliFormatTest extends LogFormatKit {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
  private static final Logger LOGGER = Logger.getLogger(LOGGER_NAME);

  private @Nullable FileHandler handler;
  private @Nullable String formatBefore;

  /** A formatter reads its format when it is made, and a handler whether its file has a date. */
  @BeforeEach
  void useText() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(
                "org.apache.juli.AsyncFileHandler.rotatable=false"
                    .getBytes(StandardCharsets.UTF_8)));
    formatBefore = System.setProperty(FORMAT, "text %5$s%n");
  }

  @AfterEach
  void useWhatWas() {
    if (formatBefore == null) {
      System.clearProperty(FORMAT);
    } else {
      System.setProperty(FORMAT, formatBefore);
    }
  }

  @Override
  protected void configure(Path file, boolean async) {
    configure(new SimpleFormatter(), async);
  }

  private FileHandler configure(Formatter formatter, boolean async) {
    String directory = directory().toString();
    FileHandler opened =
        async
            ? new AsyncFileHandler(directory, "shop", ".log")
            : new FileHandler(directory, "shop", ".log", -1, false, -1);
    opened.setFormatter(formatter);
    LOGGER.addHandler(opened);
    LOGGER.setUseParentHandlers(false);
    handler = opened;
    return opened;
  }

  @Override
  protected void stop() {
    if (handler != null) {
      LOGGER.removeHandler(handler);
      handler.close();
      LOGGER.setUseParentHandlers(true);
      handler = null;
    }
  }

  @Override
  protected void info(String message) {
    LOGGER.info(message);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    LOGGER.log(Level.SEVERE, message, thrown);
  }

  @Test
  void theApplicationFindsTheFormatterThatItHasSet() {
    SimpleFormatter formatter = new SimpleFormatter();
    FileHandler opened = configure(formatter, false);
    format("logging.format", "json");

    info("one");

    assertThat(opened.getFormatter()).isSameAs(formatter);
  }

  @Test
  void tomcatsOwnLinesAreExchangedAndItsAccessLogIsNot() {
    configure(new OneLineFormatter(), false);
    info("one");
    format("logging.format", "json");
    info("two");
    stop();
    configure(new VerbatimFormatter(), false);
    info("three");
    stop();

    List<String> lines = lines(file());
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).endsWith(" one");
    assertJson("two", lines.get(1));
    assertThat(lines.get(1))
        .contains("\"caller\":{\"class\":\"" + getClass().getName() + "\",\"method\":\"info\"}");
    assertThat(lines.get(2)).isEqualTo("three");
  }

  @Test
  void theFileBesideIsOfItsDay() {
    String day = new java.sql.Timestamp(System.currentTimeMillis()).toString().substring(0, 10);
    FileHandler opened = new FileHandler(directory().toString(), "day.", ".log");
    opened.setFormatter(new SimpleFormatter());
    handler = opened;
    LOGGER.addHandler(opened);
    LOGGER.setUseParentHandlers(false);
    format("logging.format", "json", "logging.mode", "beside");

    info("one");
    stop();

    Path written = directory().resolve("day." + day + ".log");
    assumeThat(Files.exists(written)).as("the day has not ended meanwhile").isTrue();
    assertJson("one", lines(directory().resolve("day." + day + ".log.json")).get(0));
  }
}
