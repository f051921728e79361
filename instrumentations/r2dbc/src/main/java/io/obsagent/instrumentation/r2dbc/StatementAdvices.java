// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Advice for statements and batches. */
final class StatementAdvices {
  private StatementAdvices() {}

  /** A statement gets another set of values. */
  static final class AddBinding {
    private AddBinding() {}

    @OnEnter
    static void enter(@This Object statement) {
      Prepared prepared = Prepared.STATEMENTS.get(statement);
      if (prepared != null) {
        prepared.addValues();
      }
    }
  }

  /** A batch gets another statement. */
  static final class AddStatement {
    private AddStatement() {}

    @OnEnter
    static void enter(@This Object batch, @Argument(0) @Nullable String sql) {
      Prepared prepared = Prepared.STATEMENTS.get(batch);
      if (prepared != null) {
        prepared.add(sql);
      }
    }
  }

  /** It is executed: the first subscription begins that. */
  static final class Execute {
    private Execute() {}

    @OnEnter
    static @Nullable Prepared enter(@This Object statement) {
      return Prepared.STATEMENTS.get(statement);
    }

    @OnExit
    static @Nullable Publisher<?> exit(
        @Token @Nullable Prepared prepared, @Return @Nullable Publisher<?> results) {
      return prepared == null || results == null
          ? results
          : Watched.publisher(results, new Watched.Execution(prepared));
    }
  }
}
