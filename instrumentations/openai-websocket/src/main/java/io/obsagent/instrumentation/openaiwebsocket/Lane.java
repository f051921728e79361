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
 * Thread-safe. It holds no connection: whoever holds that must not live as long as this.
 */
final class Lane {
  final LiveTurns<Object> turns = new LiveTurns<>(Events.READER);

  /** There is at most one that waits; the library refuses others. */
  private volatile WeakReference<Received> last = new WeakReference<>(null);

  /** The application waits for an event. */
  void receive(Object connection, CompletableFuture<?> event) {
    catchUp();
    Received received = new Received(turns, connection, event);
    if (!event.isCompletedExceptionally()) {
      last = new WeakReference<>(received);
    }
    event.whenComplete(received);
  }

  /** Tells what has come by now. */
  void catchUp() {
    Received received = last.get();
    if (received != null) {
      received.tellIfDone();
    }
  }

  void leave() {
    catchUp();
    turns.leave();
  }

  private static final class Received implements BiConsumer<Object, Throwable> {
    private final LiveTurns<Object> turns;
    private final Object connection;
    private final CompletableFuture<?> event;
    private boolean told;

    Received(LiveTurns<Object> turns, Object connection, CompletableFuture<?> event) {
      this.turns = turns;
      this.connection = connection;
      this.event = event;
    }

    @Override
    public synchronized void accept(@Nullable Object came, @Nullable Throwable failure) {
      if (!told) {
        told = true;
        Events.told(turns, connection, came, failure);
      }
    }

    void tellIfDone() {
      if (event.isDone()) {
        event.whenComplete(this);
      }
    }
  }
}
