// SPDX-License-Identifier: Apache-2.0
package com.acme.starter;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with OpenTelemetry's starter, which knows nothing of the agent. */
@SpringBootApplication
public class StarterApplication {
  /** As the page on own numbers has it. */
  @Bean
  @ConditionalOnProperty("shop.agents")
  OpenTelemetry openTelemetry() {
    return GlobalOpenTelemetry.get();
  }

  /** Has a method with an annotation. */
  @Component
  static class Packing {
    @WithSpan("pack")
    String pack() {
      return Span.current().getSpanContext().getTraceId();
    }
  }

  /** Its only page, which tells what has been injected and in which trace it is. */
  @RestController
  static class Orders {
    private final Packing packing;
    private final String injected;
    private final Tracer tracer;
    private final LongCounter orders;

    Orders(OpenTelemetry injected, Packing packing) {
      this.packing = packing;
      this.injected = injected.getClass().getName();
      this.tracer = injected.getTracer("com.acme.shop");
      this.orders = injected.getMeter("com.acme.shop").counterBuilder("starter.orders").build();
    }

    @GetMapping("/orders")
    String order() throws IOException, InterruptedException {
      Span span = tracer.spanBuilder("place order").startSpan();
      try (Scope scope = span.makeCurrent()) {
        orders.add(1);
        HttpRequest nobody = HttpRequest.newBuilder(URI.create("http://127.0.0.1:9/")).build();
        try {
          HttpClient.newHttpClient().send(nobody, HttpResponse.BodyHandlers.discarding());
        } catch (IOException expected) {
          span.addEvent("no warehouse");
        }
        return injected
            + ' '
            + span.getSpanContext().getTraceId()
            + ' '
            + span.getSpanContext().getSpanId()
            + ' '
            + packing.pack().equals(span.getSpanContext().getTraceId())
            + (scope == null ? " no scope" : "");
      } finally {
        span.end();
      }
    }
  }

  public static void main(String[] arguments) {
    SpringApplication.run(StarterApplication.class, arguments);
  }
}
