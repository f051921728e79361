// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A call of a model as the application makes it. Models of Spring AI 1.x make several of it: they
 * run the tools that an answer asks for, and ask again. Each turn is an operation of its own, and
 * the tools run between two:
 *
 * <pre>
 *   call ──► turn ── executeToolCalls ──► turn ── executeToolCalls ──► turn ──► the answer
 *             │ ends         │              │ ends
 *            chat      execute_tool        chat                        chat
 * </pre>
 *
 * A model that calls another one is the same call, seen by another layer. Thread-safe.
 */
final class Turns {
  private static final Guard GUARD = Guard.of(Turns.class);
  private static final ContextKey<Turns> KEY = ContextKey.named("spring-ai-turns");

  private final GenAiRequest request;
  private final Context outer;
  private final AnswerReader<ChatResponse> reader;
  private volatile GenAiOperation operation;
  private volatile Context context;

  /** What a model within this one asks for. */
  private volatile @Nullable GenAiRequest closer;

  /** The answer to the turn before: what later ones tell of their tokens includes its own. */
  private volatile @Nullable ChatResponse before;

  /** Whether the answer has another id than the one before. */
  private volatile boolean differs;

  private volatile @Nullable WeakReference<Object> owner;

  private Turns(GenAiRequest request, GenAiOperation operation, Context outer, boolean inner) {
    this.request = request;
    this.operation = operation;
    this.outer = outer;
    this.context = inner ? outer : operation.context().with(KEY, this);
    this.reader = new AnswerReader<>(GUARD, this::tell);
  }

  /** The first turn; null for a call that is not watched. */
  static @Nullable Turns begin(GenAiRequest request, Prompt prompt) {
    Context outer = Context.current();
    GenAiOperation operation = GenAiOperation.start(request);
    if (operation == null) {
      return null;
    }
    GenAiContent said = operation.content();
    if (said != null) {
      Answers.say(said, prompt);
    }
    Turns around = outer.get(KEY);
    boolean inner = around != null && around.operation.span() == operation.span();
    if (inner) {
      around.closer = request;
    }
    return new Turns(request, operation, outer, inner);
  }

  /**
   * The call that the current thread is in has got an answer that asks for tools; its turn ends.
   *
   * @return null where there is none
   */
  static @Nullable Turns pause(ChatResponse answer) {
    Turns turns = Context.current().get(KEY);
    if (turns == null || turns.operation.ended()) {
      return null;
    }
    if (turns.request.stream()) {
      turns.reader.tellChunk(turns.operation, answer);
      turns.operation.end(null);
    } else {
      turns.end(answer, null);
    }
    turns.before = answer;
    turns.differs = false;
    return turns;
  }

  /** The tools have run, and the model is asked again, on this thread. */
  void resume() {
    outer.makeCurrent();
    GenAiOperation next = GenAiOperation.start(request);
    if (next != null) {
      operation = next;
      context = next.context().with(KEY, this);
      context.makeCurrent();
      watch(owner == null ? null : owner.get());
      GenAiOperation view = closer == null ? null : GenAiOperation.start(closer);
      if (view != null) {
        view.end(null);
      }
    }
  }

  /** Ends whichever turn there is when nobody can get its answer any more. */
  void watch(@Nullable Object reader) {
    if (reader != null) {
      owner = new WeakReference<>(reader);
      operation.endWhenCollected(reader);
    }
  }

  void enter() {
    context.makeCurrent();
  }

  void leave() {
    outer.makeCurrent();
  }

  Context outer() {
    return outer;
  }

  Context context() {
    return context;
  }

  void chunk(ChatResponse chunk) {
    if (!isOfTurnBefore(chunk)) {
      reader.tellChunk(operation, chunk);
    }
  }

  /**
   * The stream of the turn before is read to its end after its tools have run. Not all providers
   * give answers ids, or different ones: only once there is another can they be told apart.
   */
  private boolean isOfTurnBefore(ChatResponse chunk) {
    ChatResponse last = before;
    String id = last == null ? null : last.getMetadata().getId();
    if (id == null) {
      return false;
    }
    boolean same = id.equals(chunk.getMetadata().getId());
    differs |= !same;
    return same && differs;
  }

  void end(@Nullable ChatResponse answer, @Nullable Throwable thrown) {
    if (thrown != null) {
      Refusals.tell(operation, thrown);
      reader.fail(operation, thrown);
    } else if (answer != null && !operation.ended()) {
      reader.end(operation, answer);
    } else {
      GUARD.end(operation, null);
    }
  }

  void abandon() {
    reader.leave(operation);
  }

  private void tell(GenAiOperation turn, ChatResponse answer) {
    ChatResponse last = before;
    Usage spent = last == null ? null : last.getMetadata().getUsage();
    Answers.tell(turn, answer, spent, request.provider().startsWith("gcp."));
  }
}
