// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.redact.Redaction;
import io.obsagent.spi.telemetry.LogFields;
import java.io.IOException;
import java.util.AbstractMap;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
  /** 2026-11-28T20:21:22.123Z. */
  private static final long TIME = 1_795_897_282_123_000_000L;

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final LogFields IDS = new LogFields(TRACE, "b7ad6b7169203331", "01", "c-1");

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Map<String, String> RESOURCE =
      new TreeMap<>(
          Map.of(
              "service.name", "shop",
              "service.version", "1.2",
              "deployment.environment.name", "prod"));

  @Test
  void plainHasTheNamesThatMostPeopleWouldChoose() {
    assertThat(line("json", event()))
        .isEqualTo(
            """
            {"timestamp":"2026-11-28T20:21:22.123Z","level":"WARN","service":"shop",\
            "trace_id":"%s","span_id":"b7ad6b7169203331",\
            "correlation_id":"c-1","logger":"a.B","thread":"main","message":"sold 3",\
            "markers":"AUDIT,SLOW","attributes":{"user":"ada","items":3,"paid":true}}
            """
                .formatted(TRACE));
  }

  @Test
  void ecsBeginsAsElasticsSpecificationWants() {
    assertThat(line("ecs", event()))
        .isEqualTo(
            """
            {"@timestamp":"2026-11-28T20:21:22.123Z","log.level":"WARN","message":"sold 3",\
            "ecs.version":"8.11","service.name":"shop","service.version":"1.2",\
            "service.environment":"prod","process.thread.name":"main","log.logger":"a.B",\
            "trace.id":"%s","span.id":"b7ad6b7169203331",\
            "tags":["AUDIT","SLOW"],"labels":{"correlation_id":"c-1","user":"ada","items":3,\
            "paid":true}}
            """
                .formatted(TRACE));
  }

  @Test
  void logstashHasTheMappedContextOnItsTopLevelWhereNothingIsCalledSo() {
    LogRecord event = event(Map.of("message", "mine"), List.of(), null, IDS);

    assertThat(line("logstash", event))
        .isEqualTo(
            """
            {"@timestamp":"2026-11-28T20:21:22.123Z","@version":"1","message":"sold 3",\
            "logger_name":"a.B","thread_name":"main","level":"WARN","level_value":30000,\
            "service":"shop","trace_id":"%s",\
            "span_id":"b7ad6b7169203331","correlation_id":"c-1","tags":["AUDIT","SLOW"],\
            "message_":"mine"}
            """
                .formatted(TRACE));
  }

  @Test
  void otelIsARequestOfOtlp() throws IOException {
    JsonNode logs = parse("otel", event()).at("/resourceLogs/0");

    assertThat(logs.at("/resource/attributes/1").toString())
        .isEqualTo("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop\"}}");
    assertThat(logs.at("/scopeLogs/0/scope/name").asText()).isEqualTo("a.B");
    assertThat(logs.at("/scopeLogs/0/logRecords/0").toString())
        .isEqualTo(
            """
            {"timeUnixNano":"1795897282123000000","severityNumber":13,"severityText":"WARN",\
            "body":{"stringValue":"sold 3"},"attributes":[\
            {"key":"thread.name","value":{"stringValue":"main"}},\
            {"key":"correlation.id","value":{"stringValue":"c-1"}},\
            {"key":"log.markers","value":{"stringValue":"AUDIT,SLOW"}},\
            {"key":"user","value":{"stringValue":"ada"}},\
            {"key":"items","value":{"intValue":"3"}},\
            {"key":"paid","value":{"boolValue":true}}],\
            "traceId":"%s","spanId":"b7ad6b7169203331","flags":1}"""
                .formatted(TRACE));
  }

  @Test
  void onAnotherThreadTheIdsComeFromTheMappedContext() {
    Map<String, String> mdc =
        Map.of("trace_id", "t", "span_id", "s", "trace_flags", "01", "correlation_id", "c");

    assertThat(line("json", event(mdc, List.of(), null, null)))
        .contains("\"trace_id\":\"t\",\"span_id\":\"s\",\"correlation_id\":\"c\"")
        .doesNotContain("attributes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "ecs", "logstash", "otel"})
  void everyCharacterComesBackAndNoneActsOnATerminal(String format) throws IOException {
    StringBuilder every = new StringBuilder();
    for (char c = 0; c < 0xffff; c++) {
      every.append(c).append(' ');
    }
    every.append("\ud83d\ude00 \r\n\u001b[31m{\"level\":\"forged\"}").append('\ud83d');
    String hostile = every.toString();
    LogRecord event =
        new LogRecord(
            "logback",
            TIME,
            Severity.INFO,
            hostile,
            hostile,
            hostile,
            hostile,
            null,
            new IllegalStateException(hostile),
            Map.of(hostile, hostile, "service", "x", "labels", "y"),
            List.of("\u001b"),
            List.of(Map.entry("\u0000", hostile)),
            new LogFields("\"", "\\", "", "\u001b[2J"));

    byte[] line = new JsonLines(format, RESOURCE, null).format(event);

    String text = new String(line, UTF_8);
    assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
    assertThat(text.chars().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
    assertThat(text).doesNotContain("\u2028", "\u2029");
    JsonNode read = STRICT.readTree(line);
    String path =
        format.equals("otel")
            ? "/resourceLogs/0/scopeLogs/0/logRecords/0/body/stringValue"
            : "/message";
    String message = read.at(path).asText();
    String lonesReplaced = new String(hostile.getBytes(UTF_8), UTF_8).replace("?", "\ufffd");
    assertThat(message.replace("?", "\ufffd")).isEqualTo(lonesReplaced);
  }

  @Test
  void aTextIsBoundedAndSaysHowMuchIsGone() throws IOException {
    String message = "x".repeat((1 << 20) + 5);

    assertThat(parse("json", message(message)).at("/message").asText())
        .isEqualTo("x".repeat(1 << 20) + "… (5 more)");
  }

  @Test
  void aPairOfSurrogatesAtTheEdgeOfAChunkIsWhole() throws IOException {
    for (int before = 250; before < 260; before++) {
      String message = "x".repeat(before) + "\ud83d\ude00" + "y".repeat(300);

      assertThat(parse("json", message(message)).at("/message").asText()).isEqualTo(message);
    }
  }

  @Test
  void aStackTraceIsWhatItPrints() throws IOException {
    Exception thrown = new IllegalStateException("no tea", new IOException("\"pot\" is\nempty"));
    IllegalArgumentException suppressed = new IllegalArgumentException("cup", thrown.getCause());
    suppressed.addSuppressed(thrown);
    thrown.addSuppressed(suppressed);
    java.io.StringWriter printed = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(printed));

    JsonNode exception = parse("json", event(Map.of(), List.of(), thrown, null)).at("/exception");

    assertThat(exception.at("/type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(exception.at("/message").asText()).isEqualTo("no tea");
    assertThat(exception.at("/stacktrace").asText()).isEqualTo(printed.toString());
  }

  @Test
  void anExceptionThatThrowsIsTold() throws IOException {
    Exception thrown =
        new RuntimeException() {
          @Override
          public String getMessage() {
            throw new UnsupportedOperationException();
          }
        };

    JsonNode exception = parse("json", event(Map.of(), List.of(), thrown, null)).at("/exception");

    assertThat(exception.at("/stacktrace").asText())
        .isEqualTo(" (java.lang.UnsupportedOperationException instead of a stack trace)");
  }

  @Test
  void whatTheApplicationsObjectsThrowIsNotItsLoggers() throws IOException {
    Object unreadable =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException();
          }
        };
    Map<String, String> changing =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, String>> entrySet() {
            throw new ConcurrentModificationException();
          }
        };

    assertThat(
            parse("json", event(Map.of(), List.of(Map.entry("basket", unreadable)), null, null))
                .at("/attributes/basket")
                .asText())
        .contains("IllegalStateException");
    assertThat(parse("json", event(changing, List.of(), null, IDS)).at("/message").asText())
        .isEqualTo("sold 3");
  }

  @Test
  void aFieldThatIsThereTwiceHasItsLastValue() throws IOException {
    LogRecord event =
        event(
            Map.of("user", "ada"),
            List.of(Map.entry("user", "bob"), Map.entry("user", "eve")),
            null,
            null);

    assertThat(parse("json", event).at("/attributes").toString()).isEqualTo("{\"user\":\"eve\"}");
  }

  @Test
  void numbersThatJsonCannotSayAreTexts() throws IOException {
    LogRecord event =
        event(
            Map.of(),
            List.of(
                Map.entry("a", Double.NaN),
                Map.entry("b", Float.NEGATIVE_INFINITY),
                Map.entry("c", -1.5e300),
                Map.entry("d", Long.MIN_VALUE)),
            null,
            null);

    assertThat(parse("json", event).at("/attributes").toString())
        .isEqualTo("{\"a\":\"NaN\",\"b\":\"-Infinity\",\"c\":-1.5E300,\"d\":-9223372036854775808}");
  }

  @Test
  void secretsAreTakenOutIfAskedFor() {
    LogRecord event =
        new LogRecord(
            "logback",
            TIME,
            Severity.INFO,
            "INFO",
            "a.B",
            "main",
            "password=tea4two",
            null,
            new IllegalStateException("password=tea4two"),
            Map.of("api_token", "tea4two"),
            List.of(),
            List.of(),
            null);

    for (String format : List.of("json", "ecs", "logstash", "otel")) {
      assertThat(new String(new JsonLines(format, RESOURCE, null).format(event), UTF_8))
          .contains("tea4two");
      assertThat(
              new String(
                  new JsonLines(format, RESOURCE, Redaction.standard()).format(event), UTF_8))
          .contains(Redaction.REDACTED)
          .doesNotContain("tea4two");
    }
  }

  @Test
  void whatTheAgentHasKeptReadsTheSame() {
    FinishedLog log =
        new FinishedLog(
            TIME + 456_789,
            TIME,
            17,
            "SEVERE",
            "no tea",
            "jul",
            "a.B",
            0x0af7651916cd43ddL,
            0x8448eb211c80319cL,
            0xb7ad6b7169203331L,
            (byte) 1,
            "c-1",
            Map.of("thread.name", "main", "code.lineno", 7L),
            "java.io.IOException",
            null,
            "java.io.IOException\n\tat a.B",
            300);

    assertThat(new String(new JsonLines("json", RESOURCE, null).format(log), UTF_8))
        .isEqualTo(
            """
            {"timestamp":"2026-11-28T20:21:22.123456789Z","level":"SEVERE","service":"shop",\
            "trace_id":"%s","span_id":"b7ad6b7169203331",\
            "correlation_id":"c-1","logger":"a.B","thread":"main","message":"no tea",\
            "attributes":{"code.lineno":7},"exception":{"type":"java.io.IOException",\
            "stacktrace":"java.io.IOException\\n\\tat a.B"}}
            """
                .formatted(TRACE));
  }

  private static LogRecord event() {
    return event(
        Map.of("user", "ada"), List.of(Map.entry("items", 3), Map.entry("paid", true)), null, IDS);
  }

  private static LogRecord message(String message) {
    return new LogRecord(
        "logback",
        TIME,
        Severity.WARN,
        "WARN",
        "a.B",
        "main",
        message,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        null);
  }

  private static LogRecord event(
      Map<String, String> mdc,
      List<Map.Entry<String, Object>> fields,
      @Nullable Throwable thrown,
      @Nullable LogFields ids) {
    return new LogRecord(
        "logback",
        TIME,
        Severity.WARN,
        "WARN",
        "a.B",
        "main",
        "sold 3",
        "sold {}",
        thrown,
        mdc,
        List.of("AUDIT", "SLOW"),
        fields,
        ids);
  }

  private static String line(String format, LogRecord event) {
    return new String(new JsonLines(format, RESOURCE, null).format(event), UTF_8);
  }

  private static JsonNode parse(String format, LogRecord event) throws IOException {
    return STRICT.readTree(new JsonLines(format, RESOURCE, null).format(event));
  }
}
