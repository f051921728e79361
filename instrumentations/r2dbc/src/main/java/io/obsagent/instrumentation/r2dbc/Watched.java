// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.spi.advice.Guard;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishers whose subscriptions hold a call. */
final class Watched {
  private static final Guard GUARD = Guard.of(Watched.class);

  private Watched() {}

  /** One in the same shape. */
  static Publisher<?> publisher(Publisher<?> source, Way way) {
    return source instanceof Mono<?> mono
        ? new WatchedMono<>(mono, way)
        : new WatchedFlux<>(Flux.from(source), way);
  }

  /** What a subscription does. */
  sealed interface Way {
    /** Null where it is not to be watched. */
    @Nullable StatementCall begin();
  }

  /** Runs a statement; its values are results. */
  record Execution(Prepared prepared) implements Way {
    @Override
    public @Nullable StatementCall begin() {
      return prepared.start();
    }
  }

  /**
   * Reads a result.
   *
   * @param counts whether its values are numbers of rows that were changed
   */
  record Reading(StatementCall call, boolean counts) implements Way {
    @Override
    public @Nullable StatementCall begin() {
      return call.hold() ? call : null;
    }
  }

  private static <T> void subscribe(
      Publisher<? extends T> source, Way way, CoreSubscriber<? super T> actual) {
    StatementCall call = begin(way);
    if (call == null) {
      source.subscribe(actual);
      return;
    }
    WatchedSubscriber<T> subscriber = new WatchedSubscriber<>(actual, call, way);
    if (way instanceof Reading) {
      source.subscribe(subscriber);
      return;
    }
    attach(call);
    try {
      source.subscribe(subscriber);
    } finally {
      detach(call);
    }
  }

  private static @Nullable StatementCall begin(Way way) {
    try {
      return way.begin();
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  private static void attach(StatementCall call) {
    try {
      call.attach();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private static void detach(StatementCall call) {
    try {
      call.detach();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private static final class WatchedFlux<T> extends Flux<T> {
    private final Flux<T> source;
    private final Way way;

    WatchedFlux(Flux<T> source, Way way) {
      this.source = source;
      this.way = way;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
      Watched.subscribe(source, way, actual);
    }
  }

  private static final class WatchedMono<T> extends Mono<T> {
    private final Mono<T> source;
    private final Way way;

    WatchedMono(Mono<T> source, Way way) {
      this.source = source;
      this.way = way;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
      Watched.subscribe(source, way, actual);
    }
  }
}
