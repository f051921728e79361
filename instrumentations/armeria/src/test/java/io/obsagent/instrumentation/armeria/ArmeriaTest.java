// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Blocking;
import com.linecorp.armeria.server.annotation.ExceptionHandler;
import com.linecorp.armeria.server.annotation.ExceptionHandlerFunction;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.HttpServerKit;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmeriaTest extends HttpServerKit {
  private ServiceServer server;
  private ClientFactory connections;

  @Override
  protected int start(Map<String, Work> endpoints) {
    server = ServiceServer.of(endpoints, ArmeriaTest::describe);
    connections = ClientFactory.builder().useHttp2Preface(true).build();
    return server.port();
  }

  @Override
  protected void stop() {
    connections.close();
    server.close();
  }

  /** Armeria refuses others before it looks for a service. */
  @Override
  protected boolean servesAnyMethod() {
    return false;
  }

  private static void describe(ServerBuilder builder) {
    builder
        .annotatedService("/shop", new Shop())
        .serviceUnder("/files", (context, request) -> HttpResponse.of("file"))
        .service("regex:^/v[0-9]+$", (context, request) -> HttpResponse.of("version"))
        .service(
            "/failed",
            (context, request) ->
                HttpResponse.ofFailure(new IllegalStateException("no such luck")));
  }

  /** Answers with the trace that it runs in. */
  public static final class Shop {
    @Get("/items/{id}")
    public String item(@Param("id") String id) {
      return AgentContext.traceId();
    }

    @Blocking
    @Get("/blocking/{id}")
    public String blocking(@Param("id") String id) {
      return AgentContext.traceId();
    }

    @Get("/later/{id}")
    public CompletableFuture<String> later(@Param("id") String id) {
      return CompletableFuture.supplyAsync(() -> AgentContext.traceId());
    }

    @Get("/forbidden")
    @ExceptionHandler(Refusal.class)
    public String forbidden() {
      throw new IllegalArgumentException("not for you");
    }
  }

  /** An application's own answer. */
  public static final class Refusal implements ExceptionHandlerFunction {
    @Override
    public HttpResponse handleException(
        ServiceRequestContext context,
        com.linecorp.armeria.common.HttpRequest request,
        Throwable cause) {
      return HttpResponse.of(HttpStatus.FORBIDDEN);
    }
  }

  private AggregatedHttpResponse get(String protocol, String path) {
    return WebClient.builder(protocol + "://127.0.0.1:" + port())
        .factory(connections)
        .build()
        .get(path)
        .aggregate()
        .join();
  }

  private static RecordedSpan served() {
    return Recorded.awaitSpans(2).stream()
        .filter(span -> span.kind().equals("SERVER"))
        .findAny()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"h1c", "h2c"})
  void anAnnotatedMethodRunsInItsRequestAndNamesTheRoute(String protocol) {
    for (String kind : List.of("items", "blocking", "later")) {
      Recorded.clear();
      AggregatedHttpResponse answer = get(protocol, "/shop/" + kind + "/4711?password=geheim");

      RecordedSpan span = served();
      assertThat(span.name()).isEqualTo("GET /shop/" + kind + "/:id");
      assertThat(span.attribute("url.path")).isEqualTo("/shop/" + kind + "/4711");
      assertThat(span.attribute("url.query")).isEqualTo("password=REDACTED");
      assertThat(span.attribute("network.protocol.version"))
          .isEqualTo(protocol.equals("h2c") ? "2" : "1.1");
      assertThat(answer.contentUtf8()).as(kind).isEqualTo(span.traceId());
      assertThat(answer.headers().get("x-correlation-id"))
          .isEqualTo(span.attribute("correlation.id"));
    }
  }

  @Test
  void prefixesAndExpressionsAreRoutes() {
    get("h2c", "/files/a/b");
    assertThat(served().attribute("http.route")).isEqualTo("/files/*");
    Recorded.clear();

    get("h2c", "/v12");
    assertThat(served().attribute("http.route")).isEqualTo("^/v[0-9]+$");
  }

  @Test
  void whatAServiceFailsWithIsTheErrorOfItsRequest() {
    assertThat(get("h2c", "/failed").status().code()).isEqualTo(500);

    RecordedSpan span = served();
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.events().get(0)).containsEntry("exception.message", "no such luck");
  }

  @Test
  void whatAnApplicationMakesAnAnswerOfIsNone() {
    assertThat(get("h2c", "/shop/forbidden").status().code()).isEqualTo(403);

    RecordedSpan span = served();
    assertThat(span.name()).isEqualTo("GET /shop/forbidden");
    assertThat(span.status()).isEqualTo("UNSET");
  }

  @Test
  void streamsOfOneConnectionAreTracesOfTheirOwn() {
    WebClient client = WebClient.builder("h2c://127.0.0.1:" + port()).factory(connections).build();
    List<CompletableFuture<AggregatedHttpResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String path = i % 2 == 0 ? "/shop/items/" : "/shop/blocking/";
      answers.add(client.get(path + i).aggregate());
    }
    answers.forEach(CompletableFuture::join);

    List<RecordedSpan> spans =
        Recorded.awaitSpans(200).stream().filter(span -> span.kind().equals("SERVER")).toList();
    assertThat(spans).hasSize(100);
    assertThat(spans.stream().map(RecordedSpan::traceId)).doesNotHaveDuplicates();
    assertThat(answers.stream().map(answer -> answer.join().contentUtf8()))
        .containsExactlyInAnyOrderElementsOf(spans.stream().map(RecordedSpan::traceId).toList());
  }
}
