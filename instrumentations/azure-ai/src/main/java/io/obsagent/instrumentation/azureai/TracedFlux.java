// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import io.opentelemetry.context.Context;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** An answer in chunks, asked for each time that it is subscribed to. */
final class TracedFlux<T> extends Flux<T> {
  private final Flux<T> source;
  private final Call call;
  private final Context assembled;

  TracedFlux(Flux<T> source, Call call, Context assembled) {
    this.source = source;
    this.call = call;
    this.assembled = assembled;
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> subscriber) {
    Subscribed.to(source, call, assembled, subscriber, false);
  }
}
