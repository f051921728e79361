// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.exporter.testkit.TestCertificate;
import io.obsagent.exporter.testkit.TestConfig;
import io.obsagent.exporter.testkit.TestLogs;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import io.obsagent.spi.export.RetryableException;
import io.obsagent.spi.logs.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's rsyslog. */
class RsyslogTest {
  private static final Path RSYSLOGD = Path.of("/usr/sbin/rsyslogd");

  @TempDir private Path directory;
  private Process rsyslogd;

  @BeforeEach
  void start() throws Exception {
    start("", "");
  }

  private void start(String global, String module) throws Exception {
    assumeTrue(Files.isExecutable(RSYSLOGD), "skipped: no rsyslogd (apt-get install rsyslog)");
    Path configuration =
        Files.writeString(
            directory.resolve("rsyslog.conf"),
            """
            global(workDirectory="DIR" GLOBAL)
            module(load="imtcp" MODULE)
            input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="DIR/port")
            template(name="parts" type="string" string="%pri%|%timestamp:::date-rfc3339%|%hostname%|\
            %app-name%|%procid%|%msgid%|%structured-data%|%msg%\\n")
            action(type="omfile" file="DIR/out" template="parts")
            """
                .replace("GLOBAL", global)
                .replace("MODULE", module)
                .replace("DIR", directory.toString()));
    rsyslogd =
        new ProcessBuilder(
                RSYSLOGD.toString(),
                "-n",
                "-C",
                "-f",
                configuration.toString(),
                "-i",
                directory.resolve("pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("rsyslogd.log").toFile())
            .start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (rsyslogd != null) {
      rsyslogd.destroy();
      rsyslogd.waitFor();
    }
  }

  @Test
  void rsyslogReadsEachPartAndEveryRecordIsOneLine() throws Exception {
    List<FinishedLog> batch = new ArrayList<>();
    batch.add(TestLogs.error());
    batch.add(TestLogs.log(Severity.INFO, "forged\n<13>1 - - - - - - second line\u001b[2J é 𝄞"));
    batch.addAll(TestLogs.lines(500));
    try (LogExporter exporter = exporter("tcp://127.0.0.1:" + port())) {
      send(exporter, batch);
      exporter.export(List.of(TestLogs.log(Severity.WARN, "x".repeat(20_000))));
    }

    List<String> lines = lines(503);

    String pid = "" + ProcessHandle.current().pid();
    assertThat(lines.get(0))
        .isEqualTo(
            "131|2026-03-01T10:00:00.123456Z|web-1|my_shop|"
                + pid
                + "|-|[obs@32473 level=\"ERROR\" logger=\"com.acme.Shop\""
                + " trace_id=\"0af7651916cd43dd8448eb211c80319c\" span_id=\"b7ad6b7169203331\""
                + " correlation_id=\"c-17\" exception_type=\"java.lang.IllegalStateException\""
                + " note=\"Grüße \\\"an\\\"   𝄞\" order=\"42\" paid=\"true\" ratio=\"0.5\""
                + " thread.name=\"http-1\"]|order 42 failed\\n"
                + "java.lang.IllegalStateException: no stock\\n"
                + "\\tat com.acme.Shop.order(Shop.java:7)");
    assertThat(lines.get(1))
        .startsWith("134|")
        .endsWith("|forged\\n<13>1 - - - - - - second line\\u001b[2J é 𝄞");
    assertThat(lines.get(501)).endsWith("|line 499");
    assertThat(lines.get(502)).startsWith("132|").hasSizeBetween(8_000, 8_300).endsWith("xxx");
  }

  @Test
  void rsyslogTakesTheSameOverTls() throws Exception {
    assumeTrue(hasTls(), "skipped: rsyslog without TLS (apt-get install rsyslog-gnutls)");
    stop();
    Files.deleteIfExists(directory.resolve("port"));
    TestCertificate certificate = TestCertificate.create(directory, "rsyslog", "dns:localhost");
    start(
        """
        defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="CERTIFICATE" \
        defaultNetstreamDriverCertFile="CERTIFICATE" defaultNetstreamDriverKeyFile="KEY"\
        """
            .replace("CERTIFICATE", certificate.certificate().toString())
            .replace("KEY", certificate.key().toString()),
        "streamDriver.name=\"gtls\" streamDriver.mode=\"1\" streamDriver.authMode=\"anon\"");

    List<FinishedLog> batch = new ArrayList<>(TestLogs.lines(500));
    batch.add(TestLogs.log(Severity.INFO, "forged\n<13>1 - - - - - - second line"));
    try (LogExporter exporter =
        exporter(
            "tls://localhost:" + port(),
            "exporter.syslog.certificate",
            certificate.certificate().toString())) {
      send(exporter, batch);
    }

    List<String> lines = lines(501);
    assertThat(lines).hasSize(501);
    assertThat(lines.get(0)).startsWith("134|2026-03-01T10:00:00.123456Z|web-1|my_shop|");
    assertThat(lines.get(499)).endsWith("|line 499");
    assertThat(lines.get(500)).endsWith("|forged\\n<13>1 - - - - - - second line");
  }

  private static boolean hasTls() throws IOException {
    try (Stream<Path> libraries =
        Files.find(Path.of("/usr/lib"), 3, (path, file) -> path.endsWith("lmnsd_gtls.so"))) {
      return libraries.findAny().isPresent();
    }
  }

  @Test
  void whatComesAfterAReceiverWasAwayArrives() throws Exception {
    try (LogExporter exporter = exporter("tcp://127.0.0.1:" + port())) {
      send(exporter, TestLogs.lines(1));
      lines(1);
      stop();
      Files.delete(directory.resolve("port"));
      start();
      String before = exporter.endpoint();
      assertThat(before).startsWith("tcp://127.0.0.1:");
    }
    try (LogExporter exporter = exporter("tcp://127.0.0.1:" + port())) {
      send(exporter, TestLogs.lines(1));
      assertThat(lines(2)).hasSize(2);
    }
  }

  /** It names its port a moment before it listens. */
  private void send(LogExporter exporter, List<FinishedLog> batch) throws Exception {
    await(
        () -> {
          try {
            exporter.export(batch);
            return true;
          } catch (RetryableException e) {
            if (e.getMessage().endsWith("Connection refused")) {
              return false;
            }
            throw e;
          }
        });
  }

  private int port() throws Exception {
    Path file = directory.resolve("port");
    await(() -> Files.exists(file) && Files.readString(file).strip().length() > 1);
    return Integer.parseInt(Files.readString(file).strip());
  }

  private List<String> lines(int count) throws Exception {
    Path out = directory.resolve("out");
    await(() -> Files.exists(out) && Files.readAllLines(out).size() >= count);
    return Files.readAllLines(out);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(Files.readString(directory.resolve("rsyslogd.log")));
      }
      Thread.sleep(5);
    }
  }

  private static LogExporter exporter(String endpoint, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of("exporter.syslog.endpoint", endpoint, "exporter.syslog.facility", "local0"));
    options.addAll(List.of(more));
    return new SyslogExporterFactory()
        .createForLogs(
            new ExporterFactory.Environment(
                TestConfig.of(options.toArray(String[]::new)),
                Map.of("service.name", "my shop", "host.name", "web-1"),
                new TestMetrics()));
  }
}
