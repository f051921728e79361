// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cassandra4;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.internal.core.session.DefaultSession;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Advice for the processor of requests. */
final class ProcessorAdvices {
  private ProcessorAdvices() {}

  /** Advice for {@code process}: the result ends the request, on a thread of the driver's. */
  static final class Process {
    private Process() {}

    @OnEnter
    static @Nullable CqlRequest enter(
        @Argument(0) Statement<?> statement, @Argument(1) DefaultSession session) {
      return CqlRequest.start(statement, session);
    }

    @OnExit
    static void exit(
        @Token @Nullable CqlRequest request,
        @Return @Nullable CompletionStage<AsyncResultSet> result,
        @Thrown @Nullable Throwable thrown) {
      if (request == null) {
        return;
      }
      if (result == null) {
        request.accept(null, thrown);
      } else {
        result.whenComplete(request);
      }
    }
  }
}
