// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogFormatKit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

class TinylogFormatTest extends LogFormatKit {
  private @Nullable Backend backend;

  /** The class that logs. */
  @Override
  protected String loggerName() {
    return TinylogFormatTest.class.getName();
  }

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    configure(
        Map.of(
            "writer",
            "file",
            "writer.file",
            file.toString(),
            "writer.format",
            "text {message-only}",
            "writingthread",
            Boolean.toString(async)));
  }

  private void configure(Map<String, String> properties) throws Exception {
    stop();
    backend = new Backend(properties);
  }

  @Override
  protected void stop() throws Exception {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }

  @Override
  protected void info(String message) {
    backend.log(Backend.arguments(null, Level.INFO, null, message));
  }

  @Override
  protected void error(String message, Throwable thrown) {
    backend.log(Backend.arguments(null, Level.ERROR, thrown, message));
  }

  /** All but the class, which tinylog would have to look for in the stack. */
  @Test
  void whatNoPatternAsksForIsInTheLineAllTheSame() throws Exception {
    configure(file(), true);
    format("logging.format", "json");
    backend.context().put("user", "ada");

    backend.log(Backend.arguments("AUDIT", Level.WARN, new IllegalStateException("cold"), "sold"));
    stop();

    assertThat(lines(file()).get(0))
        .contains(
            "\"level\":\"WARN\"",
            "\"thread\":\"" + Thread.currentThread().getName() + '"',
            "\"message\":\"sold\",\"markers\":\"AUDIT\",\"attributes\":{\"user\":\"ada\"}",
            "\"exception\":{\"type\":\"java.lang.IllegalStateException\",\"message\":\"cold\"")
        .doesNotContain("\"logger\"");
  }

  @Test
  void theFileBesideRollsWithTheFirst() throws Exception {
    format("logging.format", "json", "logging.mode", "beside");
    Path first = directory().resolve("shop-0.log");
    Path second = directory().resolve("shop-1.log");
    configure(
        Map.of(
            "writer", "rolling file",
            "writer.file", directory() + "/shop-{count}.log",
            "writer.format", "text {message}",
            "writer.policies", "size: 10"));

    info("one");
    info("two");
    stop();

    assertThat(lines(first)).containsExactly("text one");
    assertThat(lines(second)).containsExactly("text two");
    assertThat(lines(directory().resolve("shop-0.log.json"))).isNotEmpty();
  }

  @Test
  void aConsoleHasJsonToo() throws Exception {
    format("logging.format", "json");
    PrintStream before = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      configure(Map.of("writer", "console", "writer.format", "text {message}"));
      info("one");
      format();
      info("two");
      stop();
    } finally {
      System.setOut(before);
    }

    List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    assertJson("one", lines.get(0));
    assertThat(lines.get(1)).isEqualTo("text two");
  }

  @Test
  void aPatternThatMakesJsonItselfIsLeftAlone() throws Exception {
    format("logging.format", "json");
    Map<String, String> properties = new HashMap<>();
    properties.put("writer", "file");
    properties.put("writer.file", file().toString());
    properties.put(
        "writer.format",
        "{opening-curly-bracket}\"mine\":\"{message-only}\"{closing-curly-bracket}");
    configure(properties);

    info("one");
    stop();

    assertThat(lines(file())).containsExactly("{\"mine\":\"one\"}");
  }

  @Test
  void itIsToldWhereItWasLoggedWhereThePatternAsksForIt() throws Exception {
    configure(
        Map.of(
            "writer", "file",
            "writer.file", file().toString(),
            "writer.format", "{method}:{line} {message}"));
    format("logging.format", "json");

    info("sold");
    stop();

    assertThat(lines(file()).get(0))
        .contains(
            "\"caller\":{\"class\":\""
                + getClass().getName()
                + "\",\"method\":\"info\",\"file\":\"TinylogFormatTest.java\",\"line\":");
  }
}
