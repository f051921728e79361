// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.LogKit;
import io.obsagent.testing.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.Test;

/** Runs with the thread context and the kind of loggers that system properties choose. */
abstract class Log4j2Kit extends LogKit {
  private String layout = "<PatternLayout pattern='%s'/>";
  private String root = "Root";

  @Override
  protected String framework() {
    return "log4j2";
  }

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    configure(
        """
        <Configuration status="error">
          <Appenders>
            <File name="file" fileName="%s">%s</File>
            <Async name="async"><AppenderRef ref="file"/></Async>
          </Appenders>
          <Loggers><%s level="info"><AppenderRef ref="%s"/></%s></Loggers>
        </Configuration>
        """
            .formatted(
                file, layout.replace("%s", pattern()), root, async ? "async" : "file", root));
  }

  private void configure(String xml) throws Exception {
    Path file = Files.writeString(file().resolveSibling("log4j2.xml"), xml);
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.setConfigLocation(file.toUri());
  }

  @Override
  protected void stop() throws Exception {
    configure("<Configuration><Loggers><Root level='off'/></Loggers></Configuration>");
  }

  @Test
  void thisIsTheVersionAndTheKindThatIsAskedFor() {
    String wanted = System.getProperty("library.version");
    if (wanted != null) {
      assertThat(LoggerContext.class.getProtectionDomain().getCodeSource().getLocation().getPath())
          .endsWith("log4j-core-" + wanted + ".jar");
    }
    String map = System.getProperty("expected.map");
    if (map != null) {
      assertThat(ThreadContext.getThreadContextMap().getClass().getSimpleName()).isEqualTo(map);
    }
    assertThat(LogManager.getContext(false).getClass().getSimpleName())
        .isEqualTo(System.getProperty("expected.context", "LoggerContext"));
  }

  @Test
  void loggersThatAreAsynchronousByConfigurationShowTheIdsOfWhoLogged() throws Exception {
    assumeThat(hasAsynchronousLoggers()).isTrue();
    root = "AsyncRoot";

    assertLogged(
        false,
        () -> {
          info("sold");
          put("user", "ada");
          info("shipped");
          clear();
        },
        "shop||sold",
        "shop|ada|shipped");
  }

  @Test
  void aJsonTemplateFindsTheIds() throws Exception {
    assumeThat(isThere("org.apache.logging.log4j.layout.template.json.JsonTemplateLayout"))
        .isTrue();
    layout =
        """
        <JsonTemplateLayout eventTemplate='{
            "message": {"$resolver": "message"},
            "trace": {"$resolver": "mdc", "key": "trace_id"}}'/>
        """;
    configure(file(), false);

    serve(() -> info("sold"));

    String traceId = Recorded.awaitSpans(1).get(0).traceId();
    assertThat(lines(1)).containsExactly("{\"message\":\"sold\",\"trace\":\"" + traceId + "\"}");
  }

  @Test
  void aThreadThatInheritsTheContextOfARequestDoesNotKeepItsIds() throws Exception {
    configure(file(), false);

    serve(
        () -> {
          put("user", "ada");
          Thread inheriting = new Thread(() -> info("sold"));
          inheriting.start();
          join(inheriting);
          clear();
        });

    boolean inherits = Boolean.getBoolean("log4j2.isThreadContextMapInheritable");
    assertThat(lines(1)).containsExactly(inherits ? "|||ada|sold" : "||||sold");
  }

  @Test
  void anEventOfSeveralLoggersAndAppendersIsOneRecord() throws Exception {
    assumeThat(hasAsynchronousLoggers()).isTrue();
    configure(
        """
        <Configuration status="error">
          <Appenders>
            <File name="file" fileName="%s"><PatternLayout pattern='%%m%%n'/></File>
            <File name="other" fileName="%s.other"><PatternLayout pattern='%%m%%n'/></File>
          </Appenders>
          <Loggers>
            <AsyncLogger name="shop" level="info">
              <AppenderRef ref="file"/><AppenderRef ref="other"/>
            </AsyncLogger>
            <Root level="info"><AppenderRef ref="file"/></Root>
          </Loggers>
        </Configuration>
        """
            .formatted(file(), file()));

    info("sold");

    assertThat(lines(2)).containsExactly("sold", "sold");
    assertThat(theRecord().message()).isEqualTo("sold");
  }

  /** Reusable messages do not tell it in the oldest versions. */
  @Override
  protected boolean tellsTemplate() {
    return Stream.of(MutableLogEvent.class.getDeclaredFields())
        .anyMatch(field -> field.getName().equals("messageFormat"));
  }

  @Test
  void markersAndMapsAreInTheRecord() throws Exception {
    assumeThat(isThere("org.apache.logging.log4j.message.StringMapMessage")).isTrue();
    configure(file(), false);
    Marker audit = MarkerManager.getMarker("AUDIT");

    LogManager.getLogger(LOGGER_NAME)
        .info(audit, new StringMapMessage().with("till", "7").with("clerk", "ada"));

    assertThat(theRecord().markers()).containsExactly("AUDIT");
    assertThat(theRecord().fields())
        .containsExactlyInAnyOrder(Map.entry("till", "7"), Map.entry("clerk", "ada"));
  }

  @Test
  void anEventThatAFilterDeniesIsNone() throws Exception {
    assumeThat(System.getProperty("expected.context")).isNull();
    configure(
        """
        <Configuration status="error">
          <Loggers>
            <Root level="info">
              <RegexFilter regex=".*secret.*" onMatch="DENY" onMismatch="NEUTRAL"/>
            </Root>
          </Loggers>
        </Configuration>
        """);

    info("a secret");
    info("sold");

    assertThat(theRecord().message()).isEqualTo("sold");
  }

  /** A module of its own in Log4j 3. */
  private static boolean hasAsynchronousLoggers() {
    return isThere("org.apache.logging.log4j.core.async.AsyncLoggerConfig")
        || isThere("org.apache.logging.log4j.async.logger.AsyncLoggerConfig");
  }

  private static boolean isThere(String className) {
    return Log4j2Kit.class.getResource("/" + className.replace('.', '/') + ".class") != null;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
