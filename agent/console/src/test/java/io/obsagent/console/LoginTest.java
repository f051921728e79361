// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTest {
  private static final String HTML = "text/html,*/*";

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong now = new AtomicLong();
  private ConsoleServer server;

  @BeforeEach
  void start() {
    Router router = new Router();
    IndexRoute.register(router);
    StyleRoute.register(router);
    AgentRoutes.register(router, new TestReport());
    router.add("POST", "/write", Access.WRITE, request -> Response.text(200, "written"));
    server =
        ConsoleServer.start(
            ServerSettings.of("127.0.0.1", 0, "s3cret+/="),
            task -> {
              Thread thread = new Thread(null, task, "agent-of-test");
              thread.setDaemon(true);
              return thread;
            },
            router);
    assertThat(server).isNotNull();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aBrowserIsLedToTheFormAndBackToThePage() throws Exception {
    HttpResponse<String> page = get("/monitoring/agent", "Accept", HTML);
    assertThat(page.statusCode()).isEqualTo(303);
    String form = page.headers().firstValue("location").orElseThrow();
    assertThat(form).isEqualTo("/login?to=%2Fmonitoring%2Fagent");
    assertThat(get(form).body())
        .contains("type=\"password\" name=\"token\"", "name=\"to\" value=\"/monitoring/agent\"");
    assertThat(get("/monitoring/style.css").statusCode()).isEqualTo(200);
    assertThat(get("/favicon.ico").headers().firstValue("content-type")).contains("image/svg+xml");

    HttpResponse<String> signedIn = post("/login", "token=s3cret%2B%2F%3D&to=/monitoring/agent");
    assertThat(signedIn.statusCode()).isEqualTo(303);
    assertThat(signedIn.headers().firstValue("location")).contains("/monitoring/agent");
    assertThat(signedIn.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("obs_session_" + server.port() + "=")
        .contains("; HttpOnly; SameSite=Strict; ")
        .doesNotContain("Secure");
    assertThat(get("/monitoring/agent", "Cookie", cookie(signedIn)).statusCode()).isEqualTo(200);
  }

  @Test
  void behindTlsTheCookieIsForTlsOnly() throws Exception {
    assertThat(
            post("/login", "token=s3cret%2B%2F%3D", "X-Forwarded-Proto", "https")
                .headers()
                .firstValue("set-cookie")
                .orElseThrow())
        .endsWith("; Secure");
  }

  @Test
  void aWriteNeedsMoreThanTheCookieThatABrowserAddsByItself() throws Exception {
    String cookie = cookie(post("/login", "token=s3cret%2B%2F%3D"));

    assertThat(post("/write", "", "Cookie", cookie).statusCode()).isEqualTo(403);
    assertThat(post("/write", "csrf=guessed", "Cookie", cookie).statusCode()).isEqualTo(403);
    String csrf = get("/monitoring/session", "Cookie", cookie).body().split("\"")[3];
    assertThat(post("/write", "csrf=" + csrf, "Cookie", cookie).body()).isEqualTo("written");
    assertThat(post("/write", "", "Cookie", cookie, "X-CSRF-Token", csrf).body())
        .isEqualTo("written");
    assertThat(post("/write", "", "Authorization", "Bearer s3cret+/=").body()).isEqualTo("written");
  }

  @Test
  void whoSignsOutIsOut() throws Exception {
    String cookie = cookie(post("/login", "token=s3cret%2B%2F%3D"));
    String page = get("/monitoring/session", "Cookie", cookie, "Accept", HTML).body();
    String csrf = page.substring(page.indexOf("value=\"") + 7, page.indexOf("\"><button>Sign out"));

    HttpResponse<String> out = post("/logout", "csrf=" + csrf, "Cookie", cookie);

    assertThat(out.headers().firstValue("set-cookie").orElseThrow()).contains("=; ", "Max-Age=0");
    assertThat(get("/monitoring/agent", "Cookie", cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void afterTenWrongTokensOthersHaveToWaitButNotTheRightOne() throws Exception {
    for (int i = 0; i < Attempts.MAX_A_MINUTE / 2; i++) {
      assertThat(post("/login", "token=wrong").statusCode()).isEqualTo(401);
      assertThat(get("/monitoring/agent", "Authorization", "Bearer wrong").statusCode())
          .isEqualTo(401);
    }
    HttpResponse<String> refused = post("/login", "token=wrong");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).contains("60");
    assertThat(get("/monitoring/agent", "Authorization", "Bearer wrong").statusCode())
        .isEqualTo(429);

    assertThat(get("/monitoring/agent", "Authorization", "Bearer s3cret+/=").statusCode())
        .isEqualTo(200);
    String cookie = cookie(post("/login", "token=s3cret%2B%2F%3D"));
    assertThat(get("/monitoring/agent", "Cookie", cookie).statusCode()).isEqualTo(200);
  }

  @Test
  void attemptsAreCountedByAddressAndMinute() {
    Attempts attempts = new Attempts(now::get);
    for (int i = 0; i < Attempts.MAX_A_MINUTE; i++) {
      assertThat(attempts.failed("10.0.0.1")).isFalse();
    }
    assertThat(attempts.failed("10.0.0.1")).isTrue();
    assertThat(attempts.failed("10.0.0.2")).isFalse();
    now.addAndGet(60_000_000_000L);
    assertThat(attempts.failed("10.0.0.1")).isFalse();
  }

  @Test
  void addressesThatAreKeptAreFew() {
    Attempts attempts = new Attempts(now::get);
    for (int i = 0; i <= Attempts.MAX_A_MINUTE; i++) {
      attempts.failed("first");
    }
    for (int i = 0; i < Attempts.MAX_ADDRESSES; i++) {
      attempts.failed("other " + i);
    }
    assertThat(attempts.failed("first")).isFalse();
  }

  @Test
  void thePageToGoToIsNeverAnotherServers() throws Exception {
    for (String to : List.of("//evil.example", "https://evil.example", "/%5Cevil.example", "x")) {
      assertThat(post("/login", "token=s3cret%2B%2F%3D&to=" + to).headers().firstValue("location"))
          .as(to)
          .contains("/");
    }
  }

  @Test
  void programsAreRefusedAsBefore() throws Exception {
    assertThat(get("/monitoring/agent").statusCode()).isEqualTo(401);
    assertThat(get("/monitoring/agent", "Cookie", "obs_session_1=x; a=b").statusCode())
        .isEqualTo(401);
  }

  @Test
  void sessionsEndAndAreFew() {
    Sessions sessions = new Sessions(now::get);
    List<Request> callers = new ArrayList<>();
    for (int i = 0; i <= Sessions.MAX; i++) {
      callers.add(withCookie("obs_session_9464=" + sessions.begin(Role.VIEWER).id()));
    }
    assertThat(sessions.of(callers.get(0))).as("the oldest").isNull();
    assertThat(sessions.of(callers.get(1))).isNotNull();
    now.addAndGet(Sessions.LIFETIME.toNanos());
    assertThat(sessions.of(callers.get(1))).as("after eight hours").isNull();
  }

  private static Request withCookie(String cookie) {
    return new Request(
        "GET",
        "/",
        Map.of(),
        Map.of("host", List.of("localhost:9464"), "cookie", List.of("theme=dark; " + cookie)),
        Map.of(),
        new byte[0]);
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path, headers);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form, String... headers) throws Exception {
    HttpRequest.Builder request = request(path, headers);
    request.header("Content-Type", "application/x-www-form-urlencoded");
    request.POST(HttpRequest.BodyPublishers.ofString(form));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }
}
