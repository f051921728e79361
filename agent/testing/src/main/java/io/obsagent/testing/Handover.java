// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where the thread of a library's listener, which stays, meets the test: one message at a time. */
public final class Handover<M> {
  private static final int PATIENCE_SECONDS = 60;

  private final SynchronousQueue<Consumer<M>> handlers = new SynchronousQueue<>();

  /**
   * To be called by the listener: waits for who processes the message, and throws what that does.
   */
  public void listen(M message) {
    Consumer<M> handler;
    try {
      handler = handlers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (handler != null) {
      handler.accept(message);
    }
  }

  /** Processes the next message on the listener's thread. */
  public void process(Consumer<? super M> handler) throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Consumer<M> telling =
        message -> {
          try {
            handler.accept(message);
          } finally {
            over.complete(null);
          }
        };
    if (!handlers.offer(telling, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no message for the listener");
    }
    over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
