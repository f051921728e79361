// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import io.obsagent.testing.AgentContext;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An application of WebFlux. */
@Configuration
@EnableWebFlux
class Shop {
  static HttpHandler handler() {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.register(Shop.class, Products.class);
    context.refresh();
    return WebHttpHandlerBuilder.applicationContext(context).build();
  }

  @Bean
  RouterFunction<ServerResponse> orders() {
    return RouterFunctions.route()
        .path(
            "/orders",
            nested ->
                nested
                    .GET(
                        "/{id}/lines/{line}",
                        request ->
                            ServerResponse.ok().bodyValue("line " + request.pathVariable("line")))
                    .GET(
                        "/broken/{id}",
                        request -> Mono.error(new IllegalStateException("no such order"))))
        .build();
  }

  @Bean
  SimpleUrlHandlerMapping plain() {
    WebHandler handler = exchange -> exchange.getResponse().setComplete();
    SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
    mapping.setUrlMap(Map.of("/plain/{id}", handler));
    mapping.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return mapping;
  }

  @RestController
  @RequestMapping("/products")
  static class Products {
    @GetMapping("/{id}")
    Mono<String> product(@PathVariable("id") String id) {
      return Mono.just("product " + id);
    }

    /** Whether each of its steps is in the context of the request, on whichever thread. */
    @GetMapping("/later/{id}")
    Flux<String> later(@PathVariable("id") String id) {
      return Flux.range(0, 100)
          .map(step -> AgentContext.spanId())
          .delayElements(Duration.ofMillis(1))
          .publishOn(Schedulers.boundedElastic())
          .flatMap(first -> Mono.just(first + '=' + AgentContext.spanId()))
          .distinct();
    }

    @GetMapping("/broken/{id}")
    Mono<String> broken(@PathVariable("id") String id) {
      return Mono.<String>error(new IllegalStateException("broken " + id))
          .delaySubscription(Duration.ofMillis(1));
    }

    @GetMapping("/handled/{status}")
    Mono<String> handled(@PathVariable("status") String status) {
      return Mono.error(new UnsupportedOperationException(status));
    }

    @ExceptionHandler(UnsupportedOperationException.class)
    ResponseEntity<String> sorry(UnsupportedOperationException e) {
      return ResponseEntity.status(Integer.parseInt(e.getMessage())).body("sorry");
    }
  }
}
