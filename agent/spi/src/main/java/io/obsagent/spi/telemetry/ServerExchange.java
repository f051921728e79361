// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A request from its arrival in a server to the end of its answer, as the server's module sees it:
 *
 * <pre>
 * start ─► enter ─► leave ──────────────────────────────────► ended
 *            ▲        │ still asynchronous                      ▲
 *            └────────┴─ on whichever thread goes on            │
 *                     └────────────────── abandon ──────────────┘
 * beforeCommit, failed, clientGone: at any time between, on any thread
 * </pre>
 *
 * The server keeps the exchange where it finds it again, such as an attribute of its request. One
 * thread at a time calls {@link #enter} and {@link #leave}.
 *
 * <p>The status is the one that went out, whatever happens after it. A client that left is no error
 * of the server, in whatever exception it comes to light.
 *
 * @param <R> the library's response
 */
public final class ServerExchange<R> {
  private final HttpServerAdapter<?, R> adapter;
  private final R response;
  private final HttpServerOperation operation;
  private @Nullable Throwable error;
  private boolean committed;
  private boolean clientGone;

  private ServerExchange(
      HttpServerAdapter<?, R> adapter, R response, HttpServerOperation operation) {
    this.adapter = adapter;
    this.response = response;
    this.operation = operation;
  }

  /**
   * The exchange of the request that the current thread serves, or null. For advice of a layer that
   * may be in a class loader of its own, as servlets are in OSGi and in JBoss Modules: there it
   * finds nothing that advice of the server has kept in a constant.
   */
  public static @Nullable ServerExchange<?> current() {
    HttpServerOperation operation = HttpServerOperation.current();
    return operation == null ? null : operation.exchange();
  }

  /** Answers null for a request not to be watched. The exchange is not current yet. */
  public static <Q, R> @Nullable ServerExchange<R> start(
      HttpServerAdapter<Q, R> adapter, Q request, R response) {
    HttpServerOperation operation = Telemetry.provider().startHttpServer(adapter, request);
    if (operation == null) {
      return null;
    }
    ServerExchange<R> exchange = new ServerExchange<>(adapter, response, operation);
    try {
      operation.servedBy(exchange);
    } catch (RuntimeException | Error e) {
      operation.end(null); // nobody else would
      throw e;
    }
    return exchange;
  }

  public HttpServerOperation operation() {
    return operation;
  }

  public R response() {
    return response;
  }

  /** A thread begins to work for the request. */
  public void enter() {
    operation.attach();
  }

  /**
   * The thread that entered goes back to the server.
   *
   * @param thrown what came out of the server's own entry, or null
   * @param stillAsync whether another thread goes on with the request
   * @return whether the exchange has ended
   */
  public boolean leave(@Nullable Throwable thrown, boolean stillAsync) {
    operation.detach();
    if (thrown != null || !stillAsync) {
      end(thrown);
    }
    return operation.ended();
  }

  /**
   * Status and headers are about to be written; adds the correlation id. Set earlier, it would be
   * lost where a response is reset, as servers do to report an error.
   */
  public void beforeCommit() {
    beforeCommit(adapter.status(response));
  }

  /** {@link #beforeCommit()} for a response that does not know its status yet. */
  public void beforeCommit(int status) {
    adapter.setHeader(response, operation.correlationHeader(), operation.correlationId());
    if (!clientGone) {
      committed = true;
      operation.status(status);
    }
  }

  /** Notes what left the application; the server makes a page and a status of it. */
  public void failed(Throwable cause) {
    if (!clientGone) {
      error = cause;
    }
  }

  /** Notes that the client's connection is gone: what fails from now on fails for that reason. */
  public void clientGone() {
    clientGone = true;
  }

  /** The server gave the request up, for example as its connection went away while it waited. */
  public void abandon() {
    if (!operation.ended()) {
      end(null);
    }
  }

  /**
   * {@link #abandon} once nobody can answer any more.
   *
   * @param owner what every way to an answer holds; the {@link #response} must not
   */
  public void abandonWith(Object owner) {
    Forgotten.watch(owner, this::abandon);
  }

  /**
   * Ends the exchange unless {@link #leave} has done so; for servers that know when the answer is
   * out, on whichever thread.
   *
   * @param thrown that cost the client its answer if none has gone out, or null
   */
  public void end(@Nullable Throwable thrown) {
    try {
      if (!committed) {
        operation.status(uncommittedStatus(thrown));
      }
    } finally {
      operation.end(thrown != null && !clientGone ? thrown : error);
    }
  }

  private int uncommittedStatus(@Nullable Throwable thrown) {
    if (clientGone) {
      return HttpServerOperation.NO_ANSWER;
    }
    boolean failed = thrown != null && !adapter.isCommitted(response);
    return failed ? adapter.statusWhenThrown() : adapter.status(response);
  }
}
