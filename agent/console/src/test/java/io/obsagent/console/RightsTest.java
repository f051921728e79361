// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RightsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static ConsoleServer server;

  @BeforeAll
  static void start() {
    server = start(new Tokens("v-token", "o-token", "a-token"), "");
  }

  private static ConsoleServer start(Tokens tokens, String basePath) {
    Router router = new Router();
    IndexRoute.register(router);
    StyleRoute.register(router);
    AgentRoutes.register(router, new TestReport());
    router.add("POST", "/write", Access.WRITE, request -> Response.text(200, "written"));
    router.add("POST", "/admin", Access.ADMIN, request -> Response.text(200, "changed"));
    ConsoleServer started =
        ConsoleServer.start(
            ServerSettings.of("127.0.0.1", 0, tokens, TlsFiles.NONE, basePath),
            task -> {
              Thread thread = new Thread(null, task, "agent-of-test");
              thread.setDaemon(true);
              return thread;
            },
            router);
    assertThat(started).isNotNull();
    return started;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void eachTokenMayWhatItsRoleMay() throws Exception {
    assertThat(statuses("v-token")).containsExactly(200, 403, 403);
    assertThat(statuses("o-token")).containsExactly(200, 200, 403);
    assertThat(statuses("a-token")).containsExactly(200, 200, 200);
    assertThat(statuses("other")).containsExactly(401, 401, 401);
  }

  @Test
  void theAdminAloneStopsTheAgentAndStartsItAgain() throws Exception {
    for (String token : List.of("v-token", "o-token")) {
      assertThat(watch("stop", token).statusCode()).isEqualTo(403);
    }
    assertThat(watch("stop", "a-token").body()).isEqualTo("{\"state\":\"OFF\"}");
    assertThat(watch("start", "a-token").body()).isEqualTo("{\"state\":\"RUNNING\"}");
  }

  private static HttpResponse<String> watch(String word, String token) throws Exception {
    return post(server, "/monitoring/" + word, "", "Authorization", "Bearer " + token);
  }

  private static List<Integer> statuses(String token) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    statuses.add(get(server, "/monitoring/agent", "Authorization", "Bearer " + token).statusCode());
    for (String path : List.of("/write", "/admin")) {
      statuses.add(post(server, path, "", "Authorization", "Bearer " + token).statusCode());
    }
    return statuses;
  }

  @Test
  void aRefusalSaysWhoseTokenIsNeeded() throws Exception {
    assertThat(post(server, "/write", "", "Authorization", "Bearer v-token").body())
        .contains("server.tokens.operator", "viewer");
    assertThat(post(server, "/admin", "", "Authorization", "Bearer o-token").body())
        .contains("server.token;");
  }

  @Test
  void aSessionHasTheRoleOfTheTokenThatBeganIt() throws Exception {
    String viewer = cookie(post(server, "/login", "token=v-token"));
    String me = get(server, "/monitoring/me", "Cookie", viewer).body();
    assertThat(me).contains("\"role\":\"viewer\"", "\"signed_in\":true", "\"tokens\":true");
    assertThat(post(server, "/write", "csrf=" + csrf(me), "Cookie", viewer).statusCode())
        .isEqualTo(403);

    String operator = cookie(post(server, "/login", "token=o-token"));
    me = get(server, "/monitoring/me", "Cookie", operator).body();
    assertThat(me).contains("\"role\":\"operator\"");
    assertThat(post(server, "/write", "csrf=" + csrf(me), "Cookie", operator).statusCode())
        .isEqualTo(200);
    assertThat(post(server, "/write", "", "Cookie", operator).statusCode())
        .as("without the CSRF token")
        .isEqualTo(403);
  }

  @Test
  void whoOnlyLooksCanSignOutButIsNotSignedOutByOthers() throws Exception {
    String cookie = cookie(post(server, "/login", "token=v-token"));
    String me = get(server, "/monitoring/me", "Cookie", cookie).body();

    assertThat(post(server, "/logout", "", "Cookie", cookie).statusCode()).isEqualTo(403);
    assertThat(get(server, "/monitoring/me", "Cookie", cookie).statusCode()).isEqualTo(200);
    assertThat(post(server, "/logout", "csrf=" + csrf(me), "Cookie", cookie).statusCode())
        .isEqualTo(303);
    assertThat(get(server, "/monitoring/me", "Cookie", cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void whoComesWithTheTokenItselfNeedsNoMore() throws Exception {
    assertThat(get(server, "/monitoring/me", "Authorization", "Bearer a-token").body())
        .isEqualTo("{\"role\":\"admin\",\"csrf\":null,\"signed_in\":false,\"tokens\":true}");
  }

  @Test
  void withoutTokensWhoeverReachesLoopbackLooks() throws Exception {
    try (ConsoleServer open = start(Tokens.NONE, "")) {
      assertThat(get(open, "/monitoring/me").body())
          .isEqualTo("{\"role\":\"viewer\",\"csrf\":null,\"signed_in\":false,\"tokens\":false}");
      assertThat(post(open, "/write", "").body()).contains("configure 'server.token'");
    }
  }

  @Test
  void signingInLeadsBackToTheWholeAddress() throws Exception {
    HttpResponse<String> led = get(server, "/?p=jvm&range=1h", "Accept", "text/html");
    String form = led.headers().firstValue("location").orElseThrow();
    assertThat(form).isEqualTo("/login?to=%2F%3Fp%3Djvm%26range%3D1h");
    assertThat(get(server, form).body()).contains("value=\"/?p=jvm&amp;range=1h\"");
    assertThat(
            post(server, "/login", "token=v-token&to=%2F%3Fp%3Djvm%26range%3D1h")
                .headers()
                .firstValue("location"))
        .contains("/?p=jvm&range=1h");
  }

  @Test
  void whatWasChangedIsNotedForTheAdmin() throws Exception {
    post(server, "/write", "", "Authorization", "Bearer o-token");
    post(server, "/write", "", "Authorization", "Bearer o-token");
    post(server, "/admin", "", "Authorization", "Bearer v-token");
    post(server, "/login", "token=nonsense");

    assertThat(get(server, "/monitoring/audit", "Authorization", "Bearer o-token").statusCode())
        .isEqualTo(403);
    String audit = get(server, "/monitoring/audit", "Authorization", "Bearer a-token").body();
    assertThat(audit)
        .contains(
            "{\"role\":\"operator\",\"address\":\"127.0.0.1\",\"method\":\"POST\","
                + "\"path\":\"/write\",\"status\":200,\"count\":")
        .contains(
            "\"role\":\"viewer\",\"address\":\"127.0.0.1\",\"method\":\"POST\","
                + "\"path\":\"/admin\",\"status\":403")
        .contains("\"role\":\"nobody\"")
        .doesNotContain("token=", "nonsense");
  }

  @Test
  void theAuditTrailIsBoundedAndOfOneLineEach() throws Exception {
    AtomicLong now = new AtomicLong();
    AuditTrail audit = new AuditTrail(now::get);
    Router router = new Router();
    audit.register(router);
    for (int i = 0; i < 3 * AuditTrail.MAX; i++) {
      audit.note(Role.ADMIN, request("/" + i + "\n\u001b[2J" + "x".repeat(1000)), 200);
    }
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    router.find("GET", AuditTrail.PATH).handler().handle(request("/")).body().writeTo(out);
    String json = out.toString(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(json.split("\"role\"", -1)).hasSize(AuditTrail.MAX + 1);
    assertThat(json).doesNotContain("\\n", "\\u001b", "x".repeat(300));
  }

  private static io.obsagent.spi.http.Request request(String path) {
    return new io.obsagent.spi.http.Request(
        "POST", path, java.util.Map.of(), java.util.Map.of(), java.util.Map.of(), new byte[0]);
  }

  @Test
  void behindAProxyLinksBeginWithItsPath() throws Exception {
    String[] proxied = {"X-Forwarded-Prefix", "/team/obs/", "Accept", "text/html"};
    HttpResponse<String> led = get(server, "/monitoring/agent", proxied);
    assertThat(led.headers().firstValue("location"))
        .contains("/team/obs/login?to=%2Fmonitoring%2Fagent");
    assertThat(get(server, "/login", proxied).body())
        .contains("action=\"/team/obs/login\"", "href=\"/team/obs/monitoring/style.css\"");
    HttpResponse<String> in =
        post(server, "/login", "token=v-token", "X-Forwarded-Prefix", "/team/obs");
    assertThat(in.headers().firstValue("location")).contains("/team/obs/");
    assertThat(in.headers().firstValue("set-cookie").orElseThrow()).contains("; Path=/team/obs/;");
  }

  @Test
  void aPathThatIsNoneIsNotTaken() throws Exception {
    for (String prefix :
        List.of("//evil.example", "https://evil.example", "/a\"b", "obs", "/../x", "/a/..", "")) {
      assertThat(
              get(server, "/monitoring/agent", "X-Forwarded-Prefix", prefix, "Accept", "text/html")
                  .headers()
                  .firstValue("location"))
          .as(prefix)
          .contains("/login?to=%2Fmonitoring%2Fagent");
    }
  }

  @Test
  void aBasePathMayStandBeforeEachPathOrNot() throws Exception {
    try (ConsoleServer below = start(Tokens.NONE, "/obs")) {
      assertThat(get(below, "/obs/monitoring/agent").statusCode()).isEqualTo(200);
      assertThat(get(below, "/monitoring/agent").statusCode()).isEqualTo(200);
      assertThat(get(below, "/obs").headers().firstValue("location")).contains("/obs/");
      assertThat(get(below, "/obsidian/monitoring/agent").statusCode()).isEqualTo(404);
    }
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
  }

  private static String csrf(String me) {
    int begin = me.indexOf("\"csrf\":\"") + 8;
    return me.substring(begin, me.indexOf('"', begin));
  }

  private static HttpResponse<String> get(ConsoleServer server, String path, String... headers)
      throws Exception {
    return CLIENT.send(
        request(server, path, headers).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(
      ConsoleServer server, String path, String form, String... headers) throws Exception {
    HttpRequest.Builder request = request(server, path, headers);
    request.header("Content-Type", "application/x-www-form-urlencoded");
    request.POST(HttpRequest.BodyPublishers.ofString(form));
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(ConsoleServer server, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }
}
