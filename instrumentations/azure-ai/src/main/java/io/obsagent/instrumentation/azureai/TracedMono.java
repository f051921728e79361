// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.azureai;

import io.opentelemetry.context.Context;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A whole answer, asked for each time that it is subscribed to. */
final class TracedMono<T> extends Mono<T> {
  private final Mono<T> source;
  private final Call call;
  private final Context assembled;

  TracedMono(Mono<T> source, Call call, Context assembled) {
    this.source = source;
    this.call = call;
    this.assembled = assembled;
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> subscriber) {
    Subscribed.to(source, call, assembled, subscriber, true);
  }
}
