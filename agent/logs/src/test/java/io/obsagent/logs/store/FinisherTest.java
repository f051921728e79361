// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.logs.LogRecord;
import io.obsagent.spi.logs.Severity;
import io.obsagent.spi.redact.Redaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FinisherTest {
  private final Finisher finisher = new Finisher(Redaction.standard());

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new StackOverflowError();
    }

    @Override
    public synchronized Throwable getCause() {
      throw new LinkageError("no cause");
    }
  }

  private LogRecord record(
      String message, Throwable thrown, Map<String, String> mdc, Map<String, Object> fields) {
    return new LogRecord(
        "logback",
        5,
        Severity.WARN,
        "WARN",
        "com.acme.Shop",
        "http-1",
        message,
        null,
        thrown,
        mdc,
        List.of("AUDIT", "SLOW"),
        new ArrayList<>(fields.entrySet()),
        Records.TRACE);
  }

  @Test
  void allThatARecordTellsIsKept() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("count", 3);
    fields.put("ratio", 0.5f);
    fields.put("ok", true);
    fields.put("who", new StringBuilder("bob"));

    FinishedLog log = finisher.finish(record("hello", null, Map.of("tenant", "acme"), fields), 7);

    assertThat(log.epochNanos()).isEqualTo(5);
    assertThat(log.observedEpochNanos()).isEqualTo(7);
    assertThat(log.severityNumber()).isEqualTo(13);
    assertThat(log.severityText()).isEqualTo("WARN");
    assertThat(log.traceIdHigh()).isEqualTo(0x0af7651916cd43ddL);
    assertThat(log.traceIdLow()).isEqualTo(0x8448eb211c80319cL);
    assertThat(log.spanId()).isEqualTo(0xb7ad6b7169203331L);
    assertThat(log.traceFlags()).isEqualTo((byte) 1);
    assertThat(log.correlationId()).isEqualTo("order-17");
    assertThat(log.exceptionType()).isNull();
    assertThat(log.attributes())
        .isEqualTo(
            Map.of(
                "thread.name", "http-1",
                "log.marker", "AUDIT, SLOW",
                "count", 3L,
                "ratio", 0.5,
                "ok", true,
                "who", "bob",
                "tenant", "acme"));
  }

  @Test
  void whatWasThrownReadsAsTheJdkWritesIt() {
    IllegalStateException cause = new IllegalStateException("cause");
    RuntimeException thrown = new RuntimeException("outer", cause);
    thrown.addSuppressed(new IllegalArgumentException("beside", thrown));
    StringWriter expected = new StringWriter();
    thrown.printStackTrace(new PrintWriter(expected, true));

    FinishedLog log = finisher.finish(record("m", thrown, Map.of(), Map.of()), 7);

    assertThat(log.exceptionType()).isEqualTo("java.lang.RuntimeException");
    assertThat(log.exceptionMessage()).isEqualTo("outer");
    assertThat(log.exceptionStacktrace().lines().filter(line -> !line.contains("CIRCULAR")))
        .containsExactlyElementsOf(
            expected.toString().lines().filter(line -> !line.contains("CIRCULAR")).toList());
    assertThat(log.exceptionStacktrace()).contains("CIRCULAR REFERENCE");
  }

  @Test
  void anExceptionThatThrowsIsTold() {
    FinishedLog log = finisher.finish(record("m", new Unreadable(), Map.of(), Map.of()), 7);

    assertThat(log.exceptionMessage())
        .isEqualTo("(getMessage threw java.lang.IllegalStateException)");
    assertThat(log.exceptionStacktrace())
        .isEqualTo(
            Unreadable.class.getName() + " (toString threw java.lang.IllegalStateException)\n");
  }

  @Test
  void aFieldThatThrowsIsTold() {
    Object hostile =
        new Object() {
          @Override
          public String toString() {
            throw new UnsupportedOperationException();
          }
        };

    FinishedLog log = finisher.finish(record("m", null, Map.of(), Map.of("x", hostile)), 7);

    assertThat(log.attributes())
        .containsEntry("x", "(toString threw java.lang.UnsupportedOperationException)");
  }

  @Test
  void everythingHasABound() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < 1_000; i++) {
      fields.put("key" + i, "v".repeat(2_000));
    }
    Throwable deep = new IllegalStateException("x".repeat(100_000));
    for (int i = 0; i < 100; i++) {
      deep = new RuntimeException("y".repeat(10_000), deep);
    }

    FinishedLog log = finisher.finish(record("é".repeat(100_000), deep, Map.of(), fields), 7);

    assertThat(log.body()).hasSize(Finisher.MOST_MESSAGE).endsWith("…");
    assertThat(log.exceptionMessage()).hasSize(Finisher.MOST_MESSAGE);
    assertThat(log.exceptionStacktrace()).hasSize(Finisher.MOST_STACKTRACE);
    assertThat(log.attributes().size()).isLessThanOrEqualTo(Finisher.MOST_ATTRIBUTES);
    assertThat(log.bytes()).isLessThan(64 * 1024);
    LogStore store = new LogStore(2 << 20);
    store.add(log);
    assertThat(store.search(LogQuery.all(1)).records()).hasSize(1);
  }

  @Test
  void noSecretLeaves() {
    String secret = "hunter2";
    String card = "4111111111111111";
    Map<String, String> mdc = Map.of("api_key", secret, "note", "pwd=" + secret, "c", card);
    Throwable thrown =
        new IllegalStateException(
            "password=" + secret, new RuntimeException("jdbc:x://u:" + secret + "@h/ " + card));
    LogRecord record =
        new LogRecord(
            "logback",
            5,
            Severity.WARN,
            "WARN",
            "token=" + secret,
            "worker password=" + secret,
            "Authorization: Bearer "
                + secret
                + "Abc12345 and "
                + card
                + "\r\nERROR forged\u001b[2J",
            null,
            thrown,
            mdc,
            List.of("secret=" + secret),
            List.of(Map.entry("clientSecret", (Object) secret), Map.entry("z", "token: " + secret)),
            Records.TRACE);
    LogStore store = new LogStore(2 << 20);
    FinishedLog log = finisher.finish(record, 7);
    store.add(log);

    JsonWriter json = new JsonWriter();
    RecordJson.write(json, store.search(LogQuery.all(1)).records().get(0));

    for (String out : List.of(log.toString(), json.toString())) {
      assertThat(out).doesNotContain(secret).doesNotContain(card).doesNotContain("\u001b", "\r");
    }
    assertThat(json.toString()).doesNotContain("\n").contains("\\nERROR forged");
    assertThat(store.search(new LogQuery(0, "", secret, null, null, 0, 10)).records()).isEmpty();
  }

  @Test
  void aTemplateIsWorthATextOfItsOwnIfItHasArguments() {
    LogRecord record = record("pay with token=abc", null, Map.of(), Map.of());

    assertThat(finisher.template(record)).isNull();
    assertThat(finisher.template(with(record, "pay with token=abc"))).isNull();
    assertThat(finisher.template(with(record, "pay {} with token=abc")))
        .isEqualTo("pay {} with token=[redacted]");
  }

  private static LogRecord with(LogRecord record, String template) {
    return new LogRecord(
        record.framework(),
        record.epochNanos(),
        record.severity(),
        record.level(),
        record.logger(),
        record.thread(),
        record.message(),
        template,
        record.thrown(),
        record.mdc(),
        record.markers(),
        record.fields(),
        record.trace());
  }

  @Test
  void aSecretAtTheCutIsStillKnown() {
    String text = "x".repeat(Finisher.MOST_MESSAGE - 8) + " 4111111111111111";

    FinishedLog log = finisher.finish(record(text, null, Map.of(), Map.of()), 7);

    assertThat(log.body()).doesNotContain("4111");
  }
}
