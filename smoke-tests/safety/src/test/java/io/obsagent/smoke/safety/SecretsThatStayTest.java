// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.ReceivingServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same secrets as in {@link SecretsInLogsTest}, in what stays: the spool and the archives on
 * disk, the file beside the application's own, events and traces; and in what gRPC carries away.
 */
class SecretsThatStayTest {
  /** An empty frame of HTTP/2's settings, which a server begins with. */
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  @TempDir private Path directory;

  @Test
  void noneIsKeptAnywhere() throws Exception {
    Map<String, String> ways = new LinkedHashMap<>();
    Map<String, String> spans = new LinkedHashMap<>();
    try (ReceivingServer traces = ReceivingServer.start();
        ServerSocket grpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        JavaProcess application =
            Logging.start(
                directory,
                "%m%n",
                "-Dobs.config.file=" + Planted.configuration(directory),
                "-Dobs.logging.format=json",
                "-Dobs.logging.mode=beside",
                "-Dobs.logging.redact=true",
                "-Dobs.logging.files.enabled=true",
                "-Dobs.logging.files.directory=" + directory,
                "-Dobs.logging.files.size-mb=1",
                "-Dobs.logs.patterns.learning=1s",
                "-Dobs.logs.spool.directory=" + directory.resolve("spool"),
                "-Dobs.metrics.exporter=none",
                "-Dobs.traces.export-interval=100ms",
                "-Dobs.exporter.otlp.traces-endpoint=http://127.0.0.1:" + traces.port(),
                "-Dobs.exporter.otlp.logs-protocol=grpc",
                "-Dobs.exporter.otlp.logs-endpoint=http://127.0.0.1:" + grpc.getLocalPort(),
                "-Dobs.exporter.elasticsearch.endpoint=http://127.0.0.1:" + closedPort())) {
      String monitoring =
          URI.create(application.awaitErr(Launch.RUNNING).group(1))
              .resolve("/monitoring/")
              .toString();
      application.say("0 0");
      application.awaitOut("done 0 0");
      long first = System.nanoTime();
      Eventually.get("the end of learning", () -> System.nanoTime() - first > 2e9 ? 1 : null);

      application.say("secrets " + Planted.TEXT);

      try (Socket connection = grpc.accept()) {
        connection.getOutputStream().write(SETTINGS);
        ways.put("OTLP by gRPC", until("Caused by", connection.getInputStream()));
      }
      spans.put("spans by OTLP", new String(traces.take().body(), UTF_8));
      ways.put("events", eventually("an event", () -> Http.get(monitoring + "events")));
      spans.put("a trace", trace(monitoring));
      ways.put("the spool", eventually("a spool", () -> all("spool/elasticsearch")));
      ways.put("the file beside", eventually("it", () -> all("desk.log.json")));

      application.say("4000 300");
      ways.put("an archive", eventually("an archive", this::archives));
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }
    ways.forEach(
        (way, text) ->
            assertThat(text)
                .as(way)
                .contains("no luck with", "[redacted")
                .doesNotContainIgnoringCase(Planted.SECRETS));
    spans.forEach(
        (way, text) ->
            assertThat(text)
                .as(way)
                .contains("IllegalStateException", "[redacted")
                .doesNotContainIgnoringCase(Planted.ALWAYS));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String trace(String monitoring) throws Exception {
    Pattern id = Pattern.compile("[0-9a-f]{32}");
    return Eventually.get(
        "a trace",
        () -> {
          Matcher found = id.matcher(Http.get(monitoring + "traces?status=error"));
          return found.find() ? Http.get(monitoring + "traces/" + found.group()) : null;
        });
  }

  private interface Source {
    String read() throws Exception;
  }

  /** What is there as soon as the planted record is. */
  private static String eventually(String what, Source source) throws Exception {
    return Eventually.get(
        what,
        () -> {
          String text = source.read();
          return text.contains("no luck with") ? text : null;
        });
  }

  /** Of a file, or of all below a directory. */
  private String all(String name) throws IOException {
    Path path = directory.resolve(name);
    if (!Files.exists(path)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, ISO_8859_1));
      }
    }
    return text.toString();
  }

  private String archives() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> packed =
          files.filter(file -> file.toString().matches(".*combined-.*\\.log\\.gz")).toList();
      for (Path file : packed) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          text.append(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
          continue; // not yet whole
        }
      }
    }
    return text.toString();
  }

  /** What is read, up to and with some words. */
  private static String until(String words, InputStream from) throws Exception {
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[64 << 10];
    while (read.indexOf(words) < 0) {
      int length = from.read(buffer);
      assertThat(length).as("bytes after: " + read).isPositive();
      read.append(new String(buffer, 0, length, ISO_8859_1));
    }
    return read.toString();
  }
}
