// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.net.InetAddress;
import java.util.Map;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * WebFlux over Reactor Netty: one event loop, and threads for pages, which may block. A page that
 * does nothing is a value.
 */
record WebFluxServer(DisposableServer server, LoopResources loops, Scheduler workers)
    implements BenchServer {

  static WebFluxServer start(Map<String, Page> pages, int port) {
    Scheduler workers = Schedulers.newBoundedElastic(THREADS, 1_000, "bench-worker");
    RouterFunctions.Builder routes = RouterFunctions.route();
    pages.forEach(
        (name, page) ->
            routes.route(
                RequestPredicates.GET("/" + name), request -> answer(request, page, workers)));
    HttpHandler handler = RouterFunctions.toHttpHandler(routes.build());
    LoopResources loops = LoopResources.create("bench-loop", 1, true);
    DisposableServer server =
        HttpServer.create()
            .runOn(loops)
            .host(InetAddress.getLoopbackAddress().getHostAddress())
            .port(port)
            .handle(new ReactorHttpHandlerAdapter(handler))
            .bindNow();
    return new WebFluxServer(server, loops, workers);
  }

  private static Mono<ServerResponse> answer(ServerRequest request, Page page, Scheduler workers) {
    Mono<String> text =
        request.path().equals("/plain")
            ? Mono.fromCallable(page::text)
            : Mono.fromCallable(page::text).subscribeOn(workers);
    return text.flatMap(
        body -> ServerResponse.ok().header("Content-Length", length(body)).bodyValue(body));
  }

  private static String length(String body) {
    return Integer.toString(body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.disposeNow();
    loops.dispose();
    workers.dispose();
  }
}
