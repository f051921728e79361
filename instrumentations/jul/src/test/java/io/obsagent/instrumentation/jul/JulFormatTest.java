// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogFormatKit;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.XMLFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** There are no asynchronous handlers. */
class JulFormatTest extends LogFormatKit {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";
  private static final Logger LOGGER = Logger.getLogger(LOGGER_NAME);

  private @Nullable FileHandler handler;
  private @Nullable String formatBefore;

  /** A formatter reads its format when it is made. */
  @BeforeEach
  void useText() {
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
  protected void configure(Path file, boolean async) throws Exception {
    configure(file, new SimpleFormatter(), 0);
  }

  private FileHandler configure(Path file, Formatter formatter, int limit) throws Exception {
    FileHandler opened =
        limit == 0
            ? new FileHandler(file.toString())
            : new FileHandler(file.toString().replace(".log", "%g.log"), limit, 2);
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
  void theApplicationFindsTheFormatterThatItHasSet() throws Exception {
    SimpleFormatter formatter = new SimpleFormatter();
    FileHandler opened = configure(file(), formatter, 0);
    format("logging.format", "json");

    info("one");

    assertThat(opened.getFormatter()).isSameAs(formatter);
  }

  @Test
  void aFormatThatIsNotTextIsLeftAlone() throws Exception {
    configure(file(), new XMLFormatter(), 0);
    format("logging.format", "json");

    info("one");
    stop();

    assertThat(lines(file())).anyMatch(line -> line.contains("<message>one</message>"));
  }

  @Test
  void theFileBesideRollsWithTheFirst() throws Exception {
    configure(file(), new SimpleFormatter(), 20);
    format("logging.format", "json", "logging.mode", "beside");

    info("longer than the limit of bytes");
    info("two");
    stop();

    Path first = file().resolveSibling("shop0.log");
    assertThat(lines(first)).containsExactly("text two");
    assertThat(lines(first.resolveSibling("shop0.log.json"))).hasSize(1);
    assertJson("two", lines(first.resolveSibling("shop0.log.json")).get(0));
    awaitRolled("shop0");
  }

  @Test
  void itIsToldWhereItWasLoggedWhereTheFormatAsksForIt() throws Exception {
    format("logging.format", "json");
    configure(file(), new SimpleFormatter(), 0);
    info("one");
    stop();
    System.setProperty(FORMAT, "%2$s %5$s%n");
    configure(file(), new SimpleFormatter(), 0);
    info("two");
    stop();

    assertThat(lines(file()).get(0))
        .contains("\"caller\":{\"class\":\"" + getClass().getName() + "\",\"method\":\"info\"}");
  }
}
