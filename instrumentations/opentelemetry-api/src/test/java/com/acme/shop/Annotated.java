// SPDX-License-Identifier: Apache-2.0
package com.acme.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.concurrent.CompletableFuture;

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

  public void without() {}
}
