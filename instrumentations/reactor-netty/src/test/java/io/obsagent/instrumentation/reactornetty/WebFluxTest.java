// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Spring WebFlux on Reactor Netty, which calls itself with WebClient: whole traces. */
@ExtendWith(AgentExtension.class)
class WebFluxTest {
  private static final CountDownLatch ARRIVED = new CountDownLatch(1);
  private static DisposableServer server;

  private final java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();

  @Configuration
  @EnableWebFlux
  static class Application {
    @Bean
    RouterFunction<ServerResponse> orders() {
      return RouterFunctions.route()
          .GET("/orders/{id}", request -> ServerResponse.ok().bodyValue("order"))
          .build();
    }
  }

  @RestController
  static class Shop {
    private final WebClient webClient = WebClient.create();

    @GetMapping("/products/{id}")
    Mono<String> product(@PathVariable("id") String id) {
      return Mono.just("product " + id);
    }

    @GetMapping("/later/{id}")
    Flux<String> later(@PathVariable("id") String id) {
      return Flux.range(0, 400)
          .map(step -> AgentContext.traceId())
          .delayElements(Duration.ofNanos(1))
          .publishOn(Schedulers.boundedElastic())
          .flatMap(first -> Mono.just(first + '=' + AgentContext.traceId()))
          .distinct();
    }

    /** Elements that are written as the connection takes them. */
    @GetMapping("/stream/{id}")
    Flux<String> stream(@PathVariable("id") String id) {
      return Flux.range(0, 3000).map(step -> AgentContext.traceId() + "\n");
    }

    @GetMapping("/calls/{id}")
    Mono<String> calls(@PathVariable("id") String id) {
      return call("/products/1")
          .zipWith(call("/orders/2"))
          .flatMap(both -> call("/products/3").map(third -> both + third))
          .publishOn(Schedulers.parallel())
          .flatMap(all -> call("/orders/4").map(all::concat));
    }

    @GetMapping("/waits/{id}")
    Mono<String> waits(@PathVariable("id") String id) {
      ARRIVED.countDown();
      return Mono.never();
    }

    @GetMapping("/broken/{id}")
    Mono<String> broken(@PathVariable("id") String id) {
      return Mono.delay(Duration.ofMillis(1))
          .flatMap(tick -> Mono.error(new IllegalStateException("broken")));
    }

    private Mono<String> call(String path) {
      return webClient
          .get()
          .uri("http://localhost:" + server.port() + path)
          .retrieve()
          .bodyToMono(String.class);
    }
  }

  @BeforeAll
  static void start() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.register(Application.class, Shop.class);
    context.refresh();
    server =
        HttpServer.create()
            .host("localhost")
            .handle(
                new ReactorHttpHandlerAdapter(
                    WebHttpHandlerBuilder.applicationContext(context).build()))
            .bindNow();
  }

  @AfterAll
  static void stop() {
    server.disposeNow();
  }

  @Test
  void routesOfControllersAndOfFunctions() throws Exception {
    assertThat(get("/products/12").body()).isEqualTo("product 12");
    assertThat(get("/orders/12").body()).isEqualTo("order");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /products/{id}", "GET /orders/{id}");
  }

  @Test
  void allStepsAreInTheTraceOfTheRequest() throws Exception {
    String seen = get("/later/12").body();

    String trace = Recorded.awaitSpans(1).get(0).traceId();
    assertThat(seen).isEqualTo(trace + "=" + trace);
  }

  @Test
  void soIsWhatIsWrittenAsTheConnectionTakesIt() throws Exception {
    String seen = get("/stream/12").body();

    assertThat(seen.lines().distinct()).containsExactly(Recorded.awaitSpans(1).get(0).traceId());
  }

  @Test
  void callsOfWebClientAreChildrenOfTheRequestAndTheirServersOfThem() throws Exception {
    assertThat(get("/calls/12").statusCode()).isEqualTo(200);

    List<RecordedSpan> spans = new ArrayList<>(Recorded.awaitSpans(9));
    RecordedSpan request = Recorded.span("GET /calls/{id}");
    spans.remove(request);
    assertThat(spans).allMatch(span -> span.traceId().equals(request.traceId()));
    List<RecordedSpan> calls = spans.stream().filter(span -> span.isChildOf(request)).toList();
    assertThat(calls).hasSize(4).allMatch(span -> span.kind().equals("CLIENT"));
    spans.removeAll(calls);
    assertThat(spans)
        .allMatch(span -> span.kind().equals("SERVER"))
        .allMatch(span -> calls.stream().anyMatch(span::isChildOf));
  }

  @Test
  void manyRequestsAtOnceAreEachATraceOfTheirOwn() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(
          client.sendAsync(
              HttpRequest.newBuilder(uri("/calls/" + i)).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> each : all) {
      assertThat(each.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(450);
    assertThat(spans.stream().map(RecordedSpan::traceId).distinct()).hasSize(50);
    assertThat(
            spans.stream()
                .collect(java.util.stream.Collectors.groupingBy(RecordedSpan::traceId))
                .values())
        .allMatch(trace -> trace.size() == 9);
  }

  @Test
  void whatAHandlerFailsWithLaterIsTheError() throws Exception {
    assertThat(get("/broken/12").statusCode()).isEqualTo(500);

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /broken/{id}");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void aClientThatLeavesEndsTheRequest() throws Exception {
    Disposable waiting =
        WebClient.create()
            .get()
            .uri(uri("/waits/12"))
            .retrieve()
            .bodyToMono(String.class)
            .subscribe();
    assertThat(ARRIVED.await(30, TimeUnit.SECONDS)).isTrue();
    waiting.dispose();

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(1).isChildOf(spans.get(0))).isTrue();
    assertThat(spans.get(1).name()).isEqualTo("GET /waits/{id}");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }
}
