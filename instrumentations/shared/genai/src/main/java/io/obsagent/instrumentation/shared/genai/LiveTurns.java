// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import java.io.EOFException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conversation over one connection, which both sides write to when they like. Each turn is a call
 * of a model, from what the application says first until the answer is complete; what it says
 * meanwhile belongs to the same:
 *
 * <pre>
 * ask ─► turn ◄─ ask        ask ─► turn
 *         │ tell, tell … the last    │ the connection is cut
 *        chat                       chat, an error
 * </pre>
 *
 * Thread-safe: messages come from a thread of the library.
 */
public final class LiveTurns<M> {
  private final AnswerReader<M> reader;
  private volatile @Nullable GenAiOperation turn;

  public LiveTurns(AnswerReader<M> reader) {
    this.reader = reader;
  }

  /** The turn that runs; null for none. */
  public @Nullable GenAiOperation running() {
    GenAiOperation running = turn;
    if (running != null && running.ended()) {
      forget(running);
      return null;
    }
    return running;
  }

  /** What the turn that runs says, for who opted in to seeing it; null for none. */
  public @Nullable GenAiContent content() {
    GenAiOperation running = running();
    return running == null ? null : running.content();
  }

  private synchronized void forget(GenAiOperation ended) {
    turn = turn == ended ? null : turn;
  }

  /**
   * The application says something, which begins a turn if none runs.
   *
   * @param exception of the library, where a budget is spent; null for a turn that the other side
   *     has begun, which is not to be refused
   * @param connection without which nobody can get the answer any more
   */
  public synchronized void ask(
      GenAiRequest request,
      @Nullable Function<String, ? extends Throwable> exception,
      Object connection) {
    if (running() != null) {
      return;
    }
    if (exception != null) {
      ModelCall.refuse(request, exception);
    }
    GenAiOperation begun = GenAiOperation.start(request);
    if (begun != null) {
      begun.endWhenCollected(connection);
    }
    turn = begun;
  }

  /**
   * A message has come; without a turn it is nobody's.
   *
   * @param part whether it is a part of the answer, and not what is told beside
   * @param last whether the turn ends with it
   */
  public void tell(M message, boolean part, boolean last) {
    GenAiOperation running = running();
    if (running == null) {
      return;
    }
    if (part) {
      reader.tellChunk(running, message);
    } else {
      reader.tell(running, message);
    }
    if (last) {
      reader.guard().end(running, null);
    }
  }

  /**
   * Makes the turn that runs current, for what the application does with a message.
   *
   * @return for {@link io.obsagent.spi.advice.Guard#restore}
   */
  public @Nullable Context enter() {
    try {
      GenAiOperation running = running();
      return running == null ? null : reader.guard().exchange(running.context());
    } catch (Throwable e) {
      reader.guard().caught(e);
      return null;
    }
  }

  /** The application wants no more. */
  public void leave() {
    try {
      GenAiOperation running = running();
      if (running != null) {
        reader.leave(running);
      }
    } catch (Throwable e) {
      reader.guard().caught(e);
    }
  }

  /**
   * The connection is gone.
   *
   * @param failure null where the other side has closed it
   */
  public void cut(@Nullable Throwable failure) {
    try {
      GenAiOperation running = running();
      if (running != null) {
        reader.fail(running, failure == null ? new EOFException("closed by the server") : failure);
      }
    } catch (Throwable e) {
      reader.guard().caught(e);
    }
  }
}
