// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The standalone server as Tomcat's project ships it, with its examples. */
class TomcatTest {
  private static final String READY = "http-nio-\\S*auto-\\d+-(\\d+)[\\s\\S]*Server startup in";

  private static final String ECHO = "/examples/websocket/echoProgrammatic";

  static List<Arguments> servers() throws IOException {
    try (Stream<Path> homes = Files.list(Path.of("target", "tomcat").toAbsolutePath())) {
      return homes
          .sorted()
          .flatMap(home -> Jdk.all().stream().map(jdk -> Arguments.of(named(home), jdk)))
          .toList();
    }
  }

  private static org.junit.jupiter.api.Named<Path> named(Path home) {
    return org.junit.jupiter.api.Named.of(home.getFileName().toString(), home);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void theExamplesAnswerAndAreTracedAndTheServerEndsInOrder(
      Path home, Jdk jdk, @TempDir Path directory) throws Exception {
    Path spans = directory.resolve("spans.jsonl");
    Path base = makeBase(home, directory.resolve("base"));
    Launch launch =
        Launch.program("sh", home.resolve("bin/catalina.sh").toString(), "run")
            .environment("JAVA_HOME", jdk.home().toString())
            .environment("CATALINA_BASE", base.toString())
            .environment(
                "CATALINA_OPTS",
                "-javaagent:"
                    + Launch.AGENT
                    + " -Dobs.server.port=0 -Dobs.traces.exporter=logging"
                    + " -Dobs.exporter.logging.output="
                    + spans)
            .in(base);
    try (JavaProcess tomcat = launch.start()) {
      String port = tomcat.awaitErr(READY).group(1);
      String console = tomcat.awaitErr(Launch.RUNNING).group(1);
      String examples = "http://127.0.0.1:" + port + "/examples/";

      assertThat(Http.get(examples + "servlets/servlet/HelloWorldExample"))
          .contains("<title>Hello World!</title>");
      assertThat(Http.get(examples + "async/async0")).startsWith("Async dispatch worked");
      assertThat(Http.get(examples + "jsp/jsp2/el/basic-arithmetic.jsp")).contains("JSP 2.0");

      assertThat(echo(URI.create("ws://127.0.0.1:" + port + ECHO))).isEqualTo("ping");

      assertThat(Http.get(console + "metrics"))
          .containsPattern("http_requests_total\\{[^}]*method=\"GET\"[^}]*} ");
      awaitSpan(spans, "/examples/servlets/servlet/HelloWorldExample", 200);
      awaitSpan(spans, "/examples/async/async0", 200);
      awaitSpan(spans, ECHO, 101);
      assertThat(Http.get(console + "metrics")).contains("\nactive_connections 0");

      tomcat.terminate();
      Outcome end = tomcat.await();
      assertThat(end.err())
          .contains("Stopping service [Catalina]", "Destroying ProtocolHandler")
          .doesNotContain("Exception", "SEVERE", "io.obsagent", "memory leak");
      assertThat(end.errLines().stream().filter(line -> line.contains("obs-agent] ")))
          .singleElement()
          .asString()
          .matches(Launch.RUNNING);
      assertThat(end.out()).doesNotContain("Exception", "Sharing is only supported");
    }
  }

  /** Sends a message over a web socket, which stays open; answers what comes back. */
  private static String echo(URI uri) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                uri,
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence data, boolean last) {
                    answer.complete(data.toString());
                    return null;
                  }
                })
            .get(60, TimeUnit.SECONDS);
    socket.sendText("ping", true);
    return answer.get(60, TimeUnit.SECONDS);
  }

  /** A server span with the path, and none of what the agent's own port serves. */
  private static void awaitSpan(Path spans, String path, int status) throws Exception {
    String line =
        Eventually.get(
            "a span of " + path,
            () ->
                Files.exists(spans)
                    ? Files.readAllLines(spans).stream()
                        .filter(each -> each.contains("\"" + path + "\""))
                        .findFirst()
                        .orElse(null)
                    : null);
    assertThat(line).contains("SERVER").contains(":" + status);
    assertThat(Files.readString(spans)).doesNotContain("/metrics");
  }

  /** Tomcat's own configuration with other ports, and of its applications the examples. */
  private static Path makeBase(Path home, Path base) throws IOException {
    for (String part : List.of("conf", "webapps/examples")) {
      copy(home.resolve(part), base.resolve(part));
    }
    for (String part : List.of("logs", "temp", "work")) {
      Files.createDirectories(base.resolve(part));
    }
    Path configuration = base.resolve("conf/server.xml");
    String text = Files.readString(configuration);
    Files.writeString(
        configuration,
        text.replace("port=\"8080\"", "port=\"0\" address=\"127.0.0.1\"")
            .replace("port=\"8005\"", "port=\"-1\""));
    return base;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
