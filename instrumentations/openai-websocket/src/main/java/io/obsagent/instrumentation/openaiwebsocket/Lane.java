// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import io.obsagent.instrumentation.shared.genai.LiveTurns;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One response after the other. Who waits for an event may go on before those that are told of it
 * are: what the application does next first tells what has come.
 *
 * <pre>
 * receive ─► future ─ complete ─► the application ─► send ─► catchUp ─► the next turn
 *                        └──────► accept, which comes too late
 * </pre>
 *
 * Thread-safe.
 */
final class Lane {
  final LiveTurns<Object> turns = new LiveTurns<>(Events.READER);

  /** Whoever holds the connection must not live as long as this. */
  private final WeakReference<Object> connection;

  /** There is at most one that waits; the library refuses others. */
  private volatile @Nullable Received last;

  Lane(WeakReference<Object> connection) {
    this.connection = connection;
  }

  /** The application waits for an event. */
  void receive(CompletableFuture<?> event) {
    catchUp();
    if (event.isDone() && !event.isCompletedExceptionally()) {
      tell(event.getNow(null), null);
      return;
    }
    Received received = new Received(this, event);
    if (!event.isDone()) {
      last = received;
    }
    event.whenComplete(received);
  }

  /** Tells what has come by now. */
  void catchUp() {
    Received received = last;
    if (received != null) {
      received.tellIfDone();
    }
  }

  void leave() {
    catchUp();
    turns.leave();
  }

  private void tell(@Nullable Object came, @Nullable Throwable failure) {
    Events.told(turns, connection.get(), came, failure);
  }

  /** What is told once of an event; the event knows its connection, so it is held weakly. */
  private static final class Received extends WeakReference<CompletableFuture<?>>
      implements BiConsumer<Object, Throwable> {
    private final Lane lane;

    /** Set when all is told: whoever sees it need not wait for the thread that tells. */
    private volatile boolean told;

    Received(Lane lane, CompletableFuture<?> event) {
      super(event);
      this.lane = lane;
    }

    @Override
    public synchronized void accept(@Nullable Object came, @Nullable Throwable failure) {
      if (!told) {
        lane.tell(came, failure);
        told = true;
      }
    }

    void tellIfDone() {
      CompletableFuture<?> event = told ? null : get();
      if (event != null && event.isDone()) {
        event.whenComplete(this);
      }
    }
  }
}
