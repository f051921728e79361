// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.search;

import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbTarget;
import io.opentelemetry.context.Context;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call of a search engine, above the HTTP requests that it makes. Which of a cluster's nodes has
 * answered shows with the answer.
 *
 * @param operation its span and measurement
 * @param caller the context in which it was called, and in which its callback runs
 * @param system {@code db.system.name}
 */
public record SearchCall(DbOperation operation, Context caller, String system) {
  private static final int REFUSED = 400;

  /** Where a client returns that, it is an answer: who asks whether something exists gets it. */
  private static final int NOT_THERE = 404;

  /** Starts a call and makes it current, until {@link #detach}; null inside another one. */
  public static @Nullable SearchCall begin(String system, String method, String path) {
    Context caller = Context.current();
    DbOperation operation =
        DbOperation.start(target(system, null, -1), SearchPath.statement(method, path));
    if (operation == null) {
      return null;
    }
    operation.attach();
    return new SearchCall(operation, caller, system);
  }

  private static DbTarget target(String system, @Nullable String host, int port) {
    return new DbTarget(DbKind.SEARCH, system, null, host, port);
  }

  public void detach() {
    operation.detach();
  }

  /**
   * Ends the call.
   *
   * @param response what the client has made of the answer, of whichever version, or null
   */
  public void end(@Nullable Object response, @Nullable Throwable error) {
    Object answer = response == null && error != null ? Answers.responseOf(error) : response;
    if (answer == null) {
      operation.end(error);
      return;
    }
    String host = Answers.host(answer);
    if (host != null) {
      operation.target(target(system, host, Answers.port(answer)));
    }
    int status = Answers.status(answer);
    if (error != null || status >= REFUSED && status != NOT_THERE) {
      operation.responseStatus(Integer.toString(status));
    }
    operation.end(null); // a refusal's message quotes the request
  }

  /** Ends the call when a future does. */
  public void endWith(CompletableFuture<?> future) {
    operation.endWith(future);
  }
}
