// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Advice for results: a failure may show only there. */
final class ResultAdvices {
  private ResultAdvices() {}

  /** How many rows were changed. */
  static final class Count {
    private Count() {}

    @OnEnter
    static @Nullable StatementCall enter(@This Object result) {
      return StatementCall.RESULTS.get(result);
    }

    @OnExit
    static @Nullable Publisher<?> exit(
        @Token @Nullable StatementCall call, @Return @Nullable Publisher<?> counts) {
      return call == null || counts == null
          ? counts
          : Watched.publisher(counts, new Watched.Reading(call, true));
    }
  }

  /** Rows or segments are read. */
  static final class Read {
    private Read() {}

    @OnEnter
    static @Nullable StatementCall enter(@This Object result) {
      return StatementCall.RESULTS.get(result);
    }

    @OnExit
    static @Nullable Publisher<?> exit(
        @Token @Nullable StatementCall call, @Return @Nullable Publisher<?> values) {
      return call == null || values == null
          ? values
          : Watched.publisher(values, new Watched.Reading(call, false));
    }
  }

  /** A part of a result is one, too. */
  static final class Filter {
    private Filter() {}

    @OnEnter
    static @Nullable StatementCall enter(@This Object result) {
      return StatementCall.RESULTS.get(result);
    }

    @OnExit
    static void exit(@Token @Nullable StatementCall call, @Return @Nullable Object part) {
      if (call != null && part != null) {
        StatementCall.RESULTS.put(part, call);
      }
    }
  }
}
