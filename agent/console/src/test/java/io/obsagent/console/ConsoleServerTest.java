// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.log.AgentLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleServerTest {
  private static final ThreadFactory THREADS =
      task -> {
        Thread thread = new Thread(null, task, "agent-of-test");
        thread.setDaemon(true);
        return thread;
      };

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestReport report = new TestReport();
  private final Router router = new Router();
  private ConsoleServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void anIpv6AddressStandsInBracketsInTheUrl() {
    assertThat(ConsoleService.authority("::1", 9464)).isEqualTo("[::1]:9464");
    assertThat(ConsoleService.authority("[::1]", 9464)).isEqualTo("[::1]:9464");
    assertThat(ConsoleService.authority("localhost", 9464)).isEqualTo("localhost:9464");
  }

  @Test
  void theAgentTellsOfItselfInJson() throws Exception {
    start("");

    HttpResponse<String> answer = get("/monitoring/agent");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"version\":\"1.2.3\",\"state\":\"RUNNING\",\"service\":\"shop <b>\","
                + "\"start_epoch_millis\":1000,\"uptime_millis\":61500,\"sites\":17,"
                + "\"phases\":[{\"name\":\"premain\",\"millis\":12.34}],"
                + "\"modules\":[{\"name\":\"jedis\",\"version\":\"4.0\","
                + "\"status\":\"INCOMPATIBLE\",\"reason\":\"no method x\",\"sites\":0,\"errors\":2}],"
                + "\"options\":[{\"key\":\"server.token\",\"value\":\"********\","
                + "\"source\":\"environment\",\"place\":\"OBS_X\",\"dynamic\":false}],"
                + "\"errors\":[{\"what\":\"jedis\",\"reason\":\"LinkageError\",\"count\":2}],"
                + "\"drops\":[{\"what\":\"spans\",\"reason\":\"queue_full\",\"count\":5}],"
                + "\"not_instrumented\":[\"Jetty server\"],"
                + "\"problems\":[\"obs-agent.yaml:1: unknown option 'x'\"],"
                + "\"parts\":[{\"name\":\"export-otlp\",\"state\":\"FAILING\",\"failures\":3,"
                + "\"last_error\":\"OutOfMemoryError\",\"last_failure_epoch_millis\":1000}],"
                + "\"exporters\":[{\"name\":\"otlp\",\"signal\":\"traces\","
                + "\"endpoint\":\"http://c:4318\",\"last_success_epoch_millis\":2000,"
                + "\"last_error_epoch_millis\":1000,\"last_error\":\"refused\",\"queued\":3,"
                + "\"dropped\":4}]}");
  }

  @Test
  void theAgentTellsOfItselfToPeople() throws Exception {
    start("");

    HttpResponse<String> answer = get("/monitoring/agent", "Accept", "text/html,*/*");

    assertThat(answer.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(answer.body())
        .startsWith("<!doctype html><html lang=\"en\">")
        .contains("shop &lt;b&gt;: running, up for 61 s, 17 linked call sites.")
        .contains("<th scope=\"row\">jedis</th><td>4.0</td><td>incompatible</td>")
        .contains("<th scope=\"row\">export-otlp</th><td>failing</td><td>3</td>")
        .contains("<td>1970-01-01T00:00:02Z</td>")
        .doesNotContain("shop <b>");
  }

  @Test
  void theStartTellsProgramsAllPathsAndGivesBrowsersTheConsole() throws Exception {
    start("");

    assertThat(get("/").body())
        .isEqualTo(
            "{\"paths\":[\"/-/healthy\",\"/-/ready\",\"/health\",\"/large\",\"/monitoring/agent\",\"/monitoring/health\","
                + "\"/monitoring/health/live\",\"/monitoring/health/ready\",\"/monitoring/health/startup\",\"/monitoring/me\",\"/ready\"]}");
    assertThat(get("/", "Accept", "text/html").body())
        .startsWith("<!doctype html>")
        .contains("src=\"console/app.js\"");
  }

  @Test
  void readinessFollowsTheAgentAndLivenessDoesNot() throws Exception {
    start("");
    report.state = io.obsagent.spi.diagnostics.AgentReport.State.STARTING;

    for (String path : List.of("/monitoring/health", "/health", "/ready", "/-/ready")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(503);
    }
    assertThat(get("/monitoring/health/ready").body())
        .contains(
            "\"status\":\"unhealthy\"",
            "\"version\":\"3.1\"",
            "\"services\":{\"agent\":{\"status\":\"starting\",\"version\":\"1.2.3\"");
    assertThat(get("/monitoring/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/-/healthy").statusCode()).isEqualTo(200);

    report.state = io.obsagent.spi.diagnostics.AgentReport.State.RUNNING;
    assertThat(get("/monitoring/health").statusCode()).isEqualTo(200);
    assertThat(get("/monitoring/health").body())
        .contains("\"status\":\"degraded\"", "\"export-otlp\":\"failing\"");
  }

  private static HealthComponent component(HealthStatus status, Weight weight) {
    return new HealthComponent(
        "http <b>",
        "http",
        status,
        "all 3 calls failed",
        2_000,
        weight,
        new HealthComponent.Traffic(3, 3, 0.25, 0, 2_000));
  }

  @Test
  void whatAComponentMeansForTheWholeIsItsWeight() throws Exception {
    start("");
    HealthComponent[] component = new HealthComponent[1];
    Supplier<List<HealthComponent>> source = () -> List.of(component[0]);
    Health.add(source);
    try {
      component[0] = component(HealthStatus.UNHEALTHY, Weight.NORMAL);
      assertThat(get("/health").statusCode()).isEqualTo(200);
      assertThat(get("/health").body())
          .contains(
              "\"status\":\"degraded\"",
              "\"http <b>\":{\"status\":\"unhealthy\",\"kind\":\"http\",\"detail\":\"all 3 calls"
                  + " failed\",\"since\":\"1970-01-01T00:00:02Z\",\"weight\":\"normal\","
                  + "\"last_success\":null,\"last_failure\":\"1970-01-01T00:00:02Z\",\"calls\":3,"
                  + "\"errors\":3,\"p95_seconds\":0.25}");
      assertThat(get("/ready").statusCode()).isEqualTo(200);

      component[0] = component(HealthStatus.UNHEALTHY, Weight.CRITICAL);
      assertThat(get("/health").statusCode()).isEqualTo(503);
      assertThat(get("/ready").statusCode()).isEqualTo(200);
      assertThat(get("/monitoring/health/live").statusCode()).isEqualTo(200);

      component[0] = component(HealthStatus.UNHEALTHY, Weight.LIVENESS);
      assertThat(get("/monitoring/health/live").statusCode()).isEqualTo(503);
      component[0] = component(HealthStatus.UNKNOWN, Weight.LIVENESS);
      assertThat(get("/monitoring/health/live").statusCode()).isEqualTo(200);
    } finally {
      Health.remove(source);
    }
  }

  @Test
  void startupEndsWithTheFirstReadinessAndReadinessMayEndAgain() throws Exception {
    start("");
    HealthComponent[] component = new HealthComponent[1];
    Supplier<List<HealthComponent>> source = () -> List.of(component[0]);
    Health.add(source);
    try {
      component[0] = component(HealthStatus.UNKNOWN, Weight.READINESS);
      assertThat(get("/ready").statusCode()).isEqualTo(503);
      assertThat(get("/monitoring/health/startup").statusCode()).isEqualTo(503);
      component[0] = component(HealthStatus.HEALTHY, Weight.READINESS);
      assertThat(get("/monitoring/health/startup").statusCode()).isEqualTo(200);
      assertThat(get("/ready").statusCode()).isEqualTo(200);
      component[0] = component(HealthStatus.UNHEALTHY, Weight.READINESS);
      assertThat(get("/ready").statusCode()).isEqualTo(503);
      assertThat(get("/monitoring/health/startup").statusCode()).isEqualTo(200);
    } finally {
      Health.remove(source);
    }
  }

  @Test
  void healthSpeaksToOrchestratorsAndToPeople() throws Exception {
    start("");
    Supplier<List<HealthComponent>> source =
        () -> List.of(component(HealthStatus.DEGRADED, Weight.NORMAL));
    Health.add(source);
    try {
      HttpResponse<String> standard = get("/health", "Accept", "application/health+json");
      assertThat(standard.headers().firstValue("content-type")).contains("application/health+json");
      assertThat(standard.body())
          .contains(
              "\"status\":\"warn\"",
              "\"http <b>\":[{\"componentType\":\"http\",\"status\":\"warn\"",
              "\"output\":\"all 3 calls failed\"");
      HttpResponse<String> page = get("/health", "Accept", "text/html");
      assertThat(page.body())
          .contains(
              "<h1>shop &lt;b&gt; is degraded</h1>",
              "<th scope=\"row\">http &lt;b&gt;</th><td>degraded</td>",
              "<td>3 of 3</td><td>250.0 ms</td>");
    } finally {
      Health.remove(source);
    }
  }

  @Test
  void everyAnswerIsGuardedAgainstBrowsers() throws Exception {
    start("");

    for (String path : List.of("/", "/absent", "/health")) {
      var headers = get(path).headers();
      assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
      assertThat(headers.firstValue("referrer-policy")).contains("no-referrer");
      assertThat(headers.firstValue("cache-control")).contains("no-store");
      assertThat(headers.firstValue("content-security-policy").orElse(""))
          .contains("default-src 'self'", "frame-ancestors 'none'");
      assertThat(headers.firstValue("access-control-allow-origin")).isEmpty();
    }
  }

  @Test
  void anUnknownPathIs404InJson() throws Exception {
    start("");

    HttpResponse<String> answer = get("/../etc/passwd");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error\":\"there is nothing at this path; see /\"}");
  }

  @Test
  void methodsAreTheRoutesOwn() throws Exception {
    start("");

    HttpResponse<String> post = send("POST", "/health", "x");
    HttpResponse<String> options = send("OPTIONS", "/health", "");
    HttpResponse<String> head = send("HEAD", "/health", "");

    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(send("TRACE", "/health", "").statusCode()).isEqualTo(405);
  }

  @Test
  void largeAnswersAreCompressedForThoseWhoTakeIt() throws Exception {
    start("");
    String expected = "0123456789".repeat(10_000);

    HttpResponse<byte[]> compressed =
        client.send(
            request("/large").header("Accept-Encoding", "gzip, deflate").build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(get("/large").body()).isEqualTo(expected);
    assertThat(get("/large", "Accept-Encoding", "gzip;q=0").body()).isEqualTo(expected);
    assertThat(compressed.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(compressed.body().length).isLessThan(2000);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
        .isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void withATokenOnlyHealthAnswersWithoutIt() throws Exception {
    start("s3cret");

    assertThat(get("/health").statusCode()).isEqualTo(200);
    HttpResponse<String> without = get("/monitoring/agent");
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("www-authenticate"))
        .contains("Bearer realm=\"obs-agent\"");
    assertThat(get("/monitoring/agent", "Authorization", "Bearer s3cre").statusCode())
        .isEqualTo(401);
    assertThat(get("/monitoring/agent", "Authorization", "Basic s3cret").statusCode())
        .isEqualTo(401);
    assertThat(get("/monitoring/agent", "Authorization", "Bearer s3cret").statusCode())
        .isEqualTo(200);
  }

  @Test
  void withoutATokenNothingCanBeChanged() throws Exception {
    router.add("POST", "/change/{what}", Access.WRITE, request -> Response.text(200, "changed"));
    start("");

    assertThat(send("POST", "/change/x", "").statusCode()).isEqualTo(403);
  }

  @Test
  void beyondLoopbackOnlyHealthAnswersWithoutAToken() throws Exception {
    start(
        new ServerSettings(
            "0.0.0.0", 0, Tokens.NONE, TlsFiles.NONE, "", 2, 4, 1024, Duration.ofSeconds(10)));

    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/monitoring/agent").statusCode()).isEqualTo(403);
  }

  @Test
  void aHandlerGetsItsParametersAndFailsAlone() throws Exception {
    router.add(
        "POST",
        "/echo/{name}",
        Access.READ,
        request ->
            Response.text(
                200,
                request.pathParameter("name") + request.parameter("q") + request.parameter("f")));
    router.add("GET", "/echo/fixed", Access.READ, request -> Response.text(200, "fixed"));
    router.add(
        "GET",
        "/bad",
        Access.READ,
        request -> {
          throw new IllegalArgumentException("step must be positive");
        });
    router.add(
        "GET",
        "/broken",
        Access.READ,
        request -> {
          throw new IllegalStateException("secret detail");
        });
    start("");

    HttpRequest form =
        request("/echo/a%20b?q=1%262")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("f=3+4"))
            .build();
    assertThat(client.send(form, HttpResponse.BodyHandlers.ofString()).body())
        .isEqualTo("a b1&23 4");
    assertThat(get("/echo/fixed").body()).isEqualTo("fixed");
    assertThat(get("/bad").statusCode()).isEqualTo(400);
    assertThat(get("/bad").body()).isEqualTo("{\"error\":\"step must be positive\"}");
    assertThat(get("/broken").statusCode()).isEqualTo(500);
    assertThat(get("/broken").body()).doesNotContain("secret detail");
  }

  @Test
  void aBodyBeyondTheBoundIsRefused() throws Exception {
    router.add("POST", "/take", Access.READ, request -> Response.text(200, "taken"));
    start(
        new ServerSettings(
            "127.0.0.1", 0, Tokens.NONE, TlsFiles.NONE, "", 2, 4, 1024, Duration.ofSeconds(10)));

    assertThat(send("POST", "/take", "x".repeat(1024)).statusCode()).isEqualTo(200);
    assertThat(send("POST", "/take", "x".repeat(5000)).statusCode()).isEqualTo(413);
  }

  @Test
  void aTakenPortIsToldInOneLineAndTheAgentGoesOn() {
    start("");
    List<String> lines = new CopyOnWriteArrayList<>();
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> lines.add(message));

    ConsoleServer second =
        ConsoleServer.start(ServerSettings.of("127.0.0.1", server.port(), ""), THREADS, router);

    assertThat(second).isNull();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("server.port: cannot listen on 127.0.0.1:" + server.port())
        .endsWith("choose another with -Dobs.server.port, or 0 for any");
  }

  @Test
  void aTokenThatOthersCouldGuessIsTold() {
    List<String> lines = new CopyOnWriteArrayList<>();
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> lines.add(message));
    for (String token : List.of("0123456789abcde", "0123456789abcdef")) {
      start(
          new ServerSettings(
              "0.0.0.0",
              0,
              new Tokens("", "", token),
              TlsFiles.NONE,
              "",
              2,
              4,
              1024,
              Duration.ofSeconds(10)));
      server.close();
    }

    assertThat(lines)
        .containsExactly(
            "server.host: 0.0.0.0 is reachable from outside and 'server.token' is short enough to be"
                + " guessed; take one of 16 random characters or more");
  }

  @Test
  void whateverServesIsAThreadOfTheAgent() throws Exception {
    AtomicReference<Thread> handler = new AtomicReference<>();
    router.add(
        "GET",
        "/who",
        Access.PUBLIC,
        request -> {
          handler.set(Thread.currentThread());
          return Response.text(200, "");
        });
    start("");
    get("/who");

    assertThat(handler.get().getName()).isEqualTo("agent-of-test");
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("HTTP-Dispatcher"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  private void start(String token) {
    start(ServerSettings.of("127.0.0.1", 0, token));
  }

  private void start(ServerSettings settings) {
    AgentRoutes.register(router, report);
    HealthRoutes.register(router, report, Map.of("service.version", "3.1"));
    IndexRoute.register(router);
    byte[] large = "0123456789".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    router.add("GET", "/large", Access.PUBLIC, r -> Response.bytes(200, "text/plain", large));
    server = ConsoleServer.start(settings, THREADS, router);
    assertThat(server).isNotNull();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path).method(method, HttpRequest.BodyPublishers.ofString(body)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
