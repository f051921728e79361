// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.obsagent.exporter.testkit.ReceivingServer;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.AccessDeniedException;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.NotFoundException;
import io.obsagent.spi.logs.Severity;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class OtlpLogExporterTest {
  private final TestMetrics metrics = new TestMetrics();

  @Test
  void allThatARecordHasArrives() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        LogExporter exporter = http(server, "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "x-scope=logs")) {
      assertThat(exporter.endpoint()).isEqualTo("http://localhost:" + server.port() + "/v1/logs");

      assertThat(exporter.export(List.of(TestLogs.error()))).isZero();

      ReceivingServer.Request request = server.take();
      assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/logs");
      assertThat(request.headers())
          .containsEntry("Content-type", "application/x-protobuf")
          .containsEntry("X-scope", "logs");
      ResourceLogs logs = ExportLogsServiceRequest.parseFrom(request.body()).getResourceLogs(0);
      assertThat(texts(logs.getResource().getAttributesList()))
          .isEqualTo(Map.of("service.name", "shop"));
      assertThat(logs.getScopeLogs(0).getScope().getName()).isEqualTo("com.acme.Shop");
      checkError(logs.getScopeLogs(0).getLogRecords(0));
    }
  }

  private static void checkError(LogRecord error) {
    assertThat(error.getTimeUnixNano()).isEqualTo(TestLogs.TIME);
    assertThat(error.getObservedTimeUnixNano()).isEqualTo(TestLogs.TIME + 2_000_000);
    assertThat(error.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
    assertThat(error.getSeverityText()).isEqualTo("ERROR");
    assertThat(error.getBody().getStringValue()).isEqualTo("order 42 failed");
    assertThat(hex(error.getTraceId())).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(hex(error.getSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(error.getFlags()).isEqualTo(1);
    FinishedLog log = TestLogs.error();
    Map<String, Object> expected = new TreeMap<>(log.attributes());
    expected.put("correlation.id", "c-17");
    expected.put("exception.type", "java.lang.IllegalStateException");
    expected.put("exception.message", "no stock");
    expected.put("exception.stacktrace", log.exceptionStacktrace());
    assertThat(texts(error.getAttributesList())).isEqualTo(expected);
  }

  @Test
  void aRecordOutsideOfARequestHasNoIds() throws Exception {
    LogRecord record = sent(List.of(TestLogs.log(Severity.DEBUG, ""))).get(0).getLogRecords(0);

    assertThat(record.getTraceId().isEmpty()).isTrue();
    assertThat(record.getSpanId().isEmpty()).isTrue();
    assertThat(record.getFlags()).isZero();
    assertThat(record.hasBody()).isTrue();
    assertThat(record.getSeverityNumberValue()).isEqualTo(5);
    assertThat(texts(record.getAttributesList())).isEqualTo(Map.of("thread.name", "main"));
  }

  @Test
  void aRecordThatIsAnEventHasItsName() throws Exception {
    FinishedLog log = TestLogs.log(Severity.INFO, "chat gpt-4o");
    FinishedLog event =
        new FinishedLog(
            log.epochNanos(),
            log.observedEpochNanos(),
            log.severityNumber(),
            log.severityText(),
            log.body(),
            log.framework(),
            log.logger(),
            0,
            0,
            0,
            (byte) 0,
            null,
            Map.of("event.name", "gen_ai.client.inference.operation.details", "k", "v"),
            null,
            null,
            null,
            log.bytes());

    LogRecord record = sent(List.of(event)).get(0).getLogRecords(0);

    assertThat(record.getEventName()).isEqualTo("gen_ai.client.inference.operation.details");
    assertThat(texts(record.getAttributesList())).isEqualTo(Map.of("k", "v"));
  }

  @Test
  void recordsOfManyLoggersKeepTheirOrderWithinEach() throws Exception {
    List<FinishedLog> batch = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      batch.add(named("logger " + i % 37, "line " + i));
    }

    List<ScopeLogs> scopes = sent(batch);

    assertThat(scopes).hasSize(37);
    int records = 0;
    for (int scope = 0; scope < 37; scope++) {
      assertThat(scopes.get(scope).getScope().getName()).isEqualTo("logger " + scope);
      List<LogRecord> ofScope = scopes.get(scope).getLogRecordsList();
      for (int i = 0; i < ofScope.size(); i++) {
        assertThat(ofScope.get(i).getBody().getStringValue()).isEqualTo("line " + (scope + i * 37));
      }
      records += ofScope.size();
    }
    assertThat(records).isEqualTo(2_000);
  }

  @Test
  void aReceiverWithAnotherPathOrAPasswordOfItsOwnGetsOnlyWhatIsMeantForIt() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        LogExporter exporter =
            exporter(
                "exporter.otlp.endpoint",
                "http://localhost:1",
                "exporter.otlp.headers",
                "authorization=all",
                "exporter.otlp.logs-endpoint",
                "http://localhost:" + server.port() + "/otlp/v1/logs",
                "exporter.otlp.logs-headers",
                "authorization=logs",
                "exporter.otlp.logs-compression",
                "gzip")) {
      exporter.export(TestLogs.lines(1));

      ReceivingServer.Request request = server.take();
      assertThat(request.path()).isEqualTo("/otlp/v1/logs");
      assertThat(request.headers())
          .containsEntry("Authorization", "logs")
          .containsEntry("Content-encoding", "gzip");
      assertThat(ExportLogsServiceRequest.parseFrom(request.body()).getResourceLogsCount())
          .isEqualTo(1);
    }
  }

  @Test
  void whatTheCollectorRejectsIsCounted() throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        LogExporter exporter = http(server)) {
      server.answerWith(
          ExportLogsServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportLogsPartialSuccess.newBuilder()
                      .setRejectedLogRecords(2)
                      .setErrorMessage("too old"))
              .build()
              .toByteArray());

      assertThat(exporter.export(TestLogs.lines(3))).isEqualTo(2);
      assertThat(metrics.total("obs_agent_dropped_total", "logs", "rejected")).isEqualTo(2);
    }
  }

  @Test
  void grpcCarriesTheSameAndSaysWhyItDoesNot() throws Exception {
    try (GrpcCollector collector = GrpcCollector.start();
        LogExporter exporter =
            exporter(
                "exporter.otlp.endpoint",
                "http://localhost:" + collector.port(),
                "exporter.otlp.protocol",
                "grpc")) {
      exporter.export(List.of(TestLogs.error()));

      GrpcCollector.Request request = collector.take();
      assertThat(request.method())
          .isEqualTo("opentelemetry.proto.collector.logs.v1.LogsService/Export");
      checkError(
          ExportLogsServiceRequest.parseFrom(request.message())
              .getResourceLogs(0)
              .getScopeLogs(0)
              .getLogRecords(0));

      collector.status = Status.UNAUTHENTICATED;
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOf(AccessDeniedException.class);
      collector.status = Status.UNIMPLEMENTED;
      assertThatThrownBy(() -> exporter.export(TestLogs.lines(1)))
          .isInstanceOf(NotFoundException.class);
    }
  }

  private List<ScopeLogs> sent(List<FinishedLog> batch) throws Exception {
    try (ReceivingServer server = ReceivingServer.start();
        LogExporter exporter = http(server)) {
      exporter.export(batch);
      return ExportLogsServiceRequest.parseFrom(server.take().body())
          .getResourceLogs(0)
          .getScopeLogsList();
    }
  }

  private static FinishedLog named(String logger, String body) {
    return new FinishedLog(
        TestLogs.TIME,
        TestLogs.TIME,
        9,
        "INFO",
        body,
        "jul",
        logger,
        0,
        0,
        0,
        (byte) 0,
        null,
        Map.of(),
        null,
        null,
        null,
        100);
  }

  private LogExporter http(ReceivingServer server, String... more) {
    List<String> texts =
        new ArrayList<>(List.of("exporter.otlp.endpoint", "http://localhost:" + server.port()));
    texts.addAll(Arrays.asList(more));
    return exporter(texts.toArray(new String[0]));
  }

  private LogExporter exporter(String... texts) {
    return new OtlpExporterFactory()
        .createForLogs(
            new ExporterFactory.Environment(
                TestConfig.of(texts), Map.of("service.name", "shop"), metrics));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Map<String, Object> texts(List<KeyValue> attributes) {
    Map<String, Object> texts = new TreeMap<>();
    BiFunction<String, AnyValue, Object> put =
        (key, value) ->
            switch (value.getValueCase()) {
              case STRING_VALUE -> value.getStringValue();
              case INT_VALUE -> value.getIntValue();
              case DOUBLE_VALUE -> value.getDoubleValue();
              case BOOL_VALUE -> value.getBoolValue();
              default -> throw new AssertionError(key + " has another type: " + value);
            };
    attributes.forEach(each -> texts.put(each.getKey(), put.apply(each.getKey(), each.getValue())));
    return texts;
  }
}
