// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.AddingSpanAttributes;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import kotlin.coroutines.Continuation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods of an application that have spans; in a package that is none of the agent's. */
public class Annotated {
  public Span current = Span.getInvalid();

  @WithSpan
  public long plain(
      @SpanAttribute("order.id") int id,
      @SpanAttribute("weight") double weight,
      @SpanAttribute("customer") Object customer,
      String notTold,
      @SpanAttribute("express") boolean express) {
    current = Span.current();
    return id * 2L;
  }

  @WithSpan(value = "outer", kind = SpanKind.PRODUCER)
  public void outer() {
    inner();
  }

  @WithSpan("inner")
  private static void inner() {}

  @WithSpan("failing")
  public String failing() {
    throw new IllegalStateException("not now");
  }

  @WithSpan("later")
  public CompletableFuture<String> later(CompletableFuture<String> given) {
    return given;
  }

  @WithSpan("mono")
  public Mono<String> mono(Mono<String> given) {
    return given.map(value -> value + "!");
  }

  @WithSpan("flux")
  public Flux<String> flux(Flux<String> given) {
    return given.map(value -> value + "!");
  }

  @WithSpan("uni")
  public Uni<String> uni(Uni<String> given) {
    return given.map(value -> value + "!");
  }

  /** As Kotlin compiles a function that does not suspend. */
  @WithSpan("suspending")
  public Object suspending(
      @SpanAttribute("order.id") String id, Continuation<? super String> after) {
    return id + "!";
  }

  @WithSpan("none")
  public Mono<String> none() {
    return null;
  }

  @WithSpan("around")
  public void around() {
    adding("o-1", 3);
  }

  @AddingSpanAttributes
  public void adding(@SpanAttribute("order.id") String id, @SpanAttribute("lines") int lines) {}

  public void without() {}
}
