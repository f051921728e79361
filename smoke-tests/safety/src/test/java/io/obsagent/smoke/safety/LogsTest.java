// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.ReceivingServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application logs by Logback, all the way to a collector and to the agent's files. */
class LogsTest {
  private static final String PATTERN = "%.20m%n";
  private static final Pattern ORDER = Pattern.compile("\"message\":\"order (\\d+) ");

  @TempDir private Path directory;

  @Test
  void eachRecordReachesACollectorOnceWithoutItsSecrets() throws Exception {
    try (ReceivingServer collector = ReceivingServer.start();
        JavaProcess application =
            Logging.start(
                directory,
                PATTERN,
                "-Dobs.traces.exporter=none",
                "-Dobs.metrics.exporter=none",
                "-Dobs.exporter.otlp.endpoint=http://127.0.0.1:" + collector.port())) {
      application.say("2000 10");
      application.say("error");
      application.endInput();
      assertThat(application.await().exitCode()).isZero();

      List<LogRecord> records = new ArrayList<>();
      while (records.size() < 2001) {
        records.addAll(records(collector.take()));
      }

      assertThat(records.subList(0, 2000))
          .extracting(record -> record.getBody().getStringValue())
          .containsExactlyElementsOf(
              IntStream.range(0, 2000).mapToObj(i -> "order " + i + " xxxxxxxxxx").toList());
      check(records.get(2000));
      assertThat(records).hasSize(2001);
      assertThat(collector.waiting()).isZero();
    }
  }

  private static void check(LogRecord error) {
    assertThat(error.getBody().getStringValue())
        .startsWith("no order, password=")
        .doesNotContain("hunter2");
    assertThat(error.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
    assertThat(error.getTraceId().size()).isEqualTo(16);
    assertThat(error.getSpanId().size()).isEqualTo(8);
    Map<String, String> attributes =
        error.getAttributesList().stream()
            .collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue())));
    assertThat(attributes)
        .containsEntry("exception.type", "java.lang.IllegalStateException")
        .containsEntry("exception.message", "sold out")
        .containsEntry("thread.name", "main");
    assertThat(attributes.get("exception.stacktrace"))
        .contains("at io.obsagent.smoke.plain.LoggingApplication.main");
  }

  private static String text(AnyValue value) {
    return value.getStringValue();
  }

  private static List<LogRecord> records(ReceivingServer.Request request) throws IOException {
    assertThat(request.path()).isEqualTo("/v1/logs");
    return ExportLogsServiceRequest.parseFrom(request.body()).getResourceLogsList().stream()
        .map(ResourceLogs::getScopeLogsList)
        .flatMap(List::stream)
        .peek(scope -> assertThat(scope.getScope().getName()).isEqualTo("desk"))
        .map(ScopeLogs::getLogRecordsList)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void itsOwnFilesHaveEachLineOnceAndAreRolledAndPacked() throws Exception {
    try (JavaProcess application =
        Logging.start(
            directory,
            PATTERN,
            "-Dobs.logging.files.enabled=true",
            "-Dobs.logging.files.directory=" + directory,
            "-Dobs.logging.files.size-mb=1",
            "-Dobs.logs.max-rate=1000000")) {
      for (int i = 1; i <= 5; i++) {
        application.say("500 1000");
        int written = i * 500;
        Eventually.get("lines written", () -> written("combined") >= written ? true : null);
      }
      application.say("error");
      Eventually.get("an error written", () -> written("error") == 1 ? true : null);
      Eventually.get("all packed", () -> names("combined-.*\\.log").isEmpty() ? true : null);
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }

    List<String> combined = lines("combined");
    assertThat(combined).hasSize(2501);
    assertThat(combined.subList(0, 2500))
        .extracting(LogsTest::number)
        .containsExactlyElementsOf(IntStream.range(0, 2500).boxed().toList());
    assertThat(lines("error")).containsExactly(combined.get(2500));
    assertThat(combined.get(2500)).contains("sold out").doesNotContain("hunter2");
    assertThat(names("combined-\\d{8}T\\d{6}Z(-\\d+)?\\.log\\.gz")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(Files.size(directory.resolve("combined.log"))).isLessThan(1 << 20);
  }

  private static int number(String line) {
    Matcher order = ORDER.matcher(line);
    assertThat(order.find()).as(line).isTrue();
    return Integer.parseInt(order.group(1));
  }

  /** How many lines; none while a file is just being packed. */
  private int written(String name) throws IOException {
    try {
      return lines(name).size();
    } catch (NoSuchFileException packed) {
      return 0;
    }
  }

  /** Those of the rolled files first: their time is in their names, and which of one second's. */
  private List<String> lines(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> inOrder = new ArrayList<>(names(name + "-.*\\.log(\\.gz)?"));
    inOrder.sort(Comparator.comparing(rolled -> rolled.replace("Z.", "Z-0.")));
    for (String rolled : inOrder) {
      lines.addAll(read(directory.resolve(rolled)));
    }
    Path file = directory.resolve(name + ".log");
    if (Files.exists(file)) {
      lines.addAll(read(file));
    }
    return lines;
  }

  private static List<String> read(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader text =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      return text.lines().toList();
    }
  }

  private TreeSet<String> names(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(pattern))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
