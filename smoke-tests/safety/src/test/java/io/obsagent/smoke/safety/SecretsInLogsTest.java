// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.ReceivingServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of each kind, those of the user's own patterns among them, wherever an application can
 * put them: message, arguments, mapped context, key-value pairs, marker, exception and its cause,
 * thread name. They leave by none of the ways out.
 */
class SecretsInLogsTest {
  @TempDir private Path directory;

  @Test
  void noneLeavesByAnyWay() throws Exception {
    Path configuration = Planted.configuration(directory);
    Map<String, String> ways = new LinkedHashMap<>();
    try (ReceivingServer otlp = ReceivingServer.start();
        ReceivingServer elasticsearch = ReceivingServer.start();
        ReceivingServer loki = ReceivingServer.start();
        ServerSocket syslog = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        JavaProcess application =
            Logging.start(
                directory,
                "%m%n",
                "-Dobs.config.file=" + configuration,
                "-Dobs.logging.format=json",
                "-Dobs.logging.redact=true",
                "-Dobs.logging.files.enabled=true",
                "-Dobs.logging.files.directory=" + directory,
                "-Dobs.traces.exporter=none",
                "-Dobs.metrics.exporter=none",
                "-Dobs.exporter.otlp.endpoint=http://127.0.0.1:" + otlp.port(),
                "-Dobs.exporter.elasticsearch.endpoint=http://127.0.0.1:" + elasticsearch.port(),
                "-Dobs.exporter.loki.endpoint=http://127.0.0.1:" + loki.port(),
                "-Dobs.exporter.syslog.endpoint=tcp://127.0.0.1:" + syslog.getLocalPort())) {
      elasticsearch.answerWith("{\"errors\":false,\"items\":[]}".getBytes(UTF_8));
      String port = application.awaitErr(Launch.RUNNING).group(1);
      String logs = URI.create(port).resolve("/monitoring/logs").toString();
      HttpResponse<InputStream> stream =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(logs + "/stream")).build(),
                  HttpResponse.BodyHandlers.ofInputStream());

      application.say("secrets " + Planted.TEXT);

      ways.put("OTLP", text(otlp));
      ways.put("Elasticsearch", text(elasticsearch));
      ways.put("Loki", text(loki));
      try (Socket connection = syslog.accept()) {
        ways.put("syslog", until("IllegalStateException", connection.getInputStream()));
      }
      try (InputStream events = stream.body()) {
        ways.put("stream", until("stacktrace", events));
      }
      ways.put("search", Http.get(logs));
      ways.put("patterns", Http.get(logs + "/patterns"));
      ways.put("combined.log", file("combined.log"));
      ways.put("error.log", file("error.log"));
      application.awaitOut("done secrets");
      // The application's own output, but for the line that it prints itself.
      ways.put("console", application.out().replaceAll("(?m)^done .*$", ""));
      ways.put("the agent's log", application.err() + "no luck with [redacted");
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }
    ways.forEach(
        (way, text) ->
            assertThat(text)
                .as(way)
                .contains("no luck with", "[redacted")
                .doesNotContainIgnoringCase(Planted.SECRETS));
  }

  private static String text(ReceivingServer receiver) throws InterruptedException {
    return new String(receiver.take().body(), UTF_8);
  }

  /** What is read, up to and with a word. */
  private static String until(String word, InputStream from) throws Exception {
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (read.indexOf(word) < 0) {
      int length = from.read(buffer);
      assertThat(length).as("bytes after: " + read).isPositive();
      read.append(new String(buffer, 0, length, UTF_8));
    }
    return read.toString();
  }

  private String file(String name) throws Exception {
    Path file = directory.resolve(name);
    return Eventually.get(
        "a line in " + name,
        () -> {
          String text = Files.exists(file) ? Files.readString(file) : "";
          return text.endsWith("\n") ? text : null;
        });
  }
}
