// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model, with what came of its answer so far: results lack what its parts have told,
 * the less the older the library is. Of one thread.
 */
final class Call {
  static final Guard GUARD = Guard.of(Call.class);

  private static final ContextKey<Call> CURRENT = ContextKey.named("ollama4j-call");
  private static final AnswerTable ANSWER =
      new AnswerTable()
          .tells(Tells.MODEL, "getModel")
          .tells(Tells.STATUS, "getDoneReason")
          .tells(Tells.MESSAGE, "getMessage")
          .tells(Tells.TEXT, "getResponse|getContent")
          .tells(Tells.CALLS, "getToolCalls")
          .tells(Tells.NAME, "getFunction.getName")
          .tells(Tells.ARGUMENTS, "getFunction.getArguments")
          .tells(Tells.USAGE, part -> part)
          .tells(Tells.INPUT, "getPromptEvalCount")
          .tells(Tells.OUTPUT, "getEvalCount");

  static final AnswerReader<Object> READER = new AnswerReader<>(GUARD, ANSWER::tell);

  private final GenAiOperation operation;
  private final Object owner;
  private final boolean streamed;
  private final Scope scope;
  private @Nullable Object last;
  private boolean done;

  private Call(GenAiOperation operation, Object owner, boolean streamed) {
    this.operation = operation;
    this.owner = owner;
    this.streamed = streamed;
    this.scope = Context.current().with(CURRENT, this).makeCurrent();
  }

  /**
   * The call whose operation has begun on this thread.
   *
   * @param owner what makes it
   */
  static @Nullable Call of(@Nullable GenAiOperation operation, Object owner, boolean streamed) {
    return operation == null ? null : new Call(operation, owner, streamed);
  }

  /** That of the current thread; null for none. */
  static @Nullable Call current() {
    return Context.current().get(CURRENT);
  }

  GenAiOperation operation() {
    return operation;
  }

  Object owner() {
    return owner;
  }

  void chunk() {
    if (streamed && !done) {
      operation.chunk();
    }
  }

  /**
   * A part, which may be asked again, by the application as well, whether it is the last. Those
   * between the first and the last tell what is said alone.
   */
  void part(Object part, boolean isLast) {
    if (done || part == last) {
      return;
    }
    boolean tells = last == null || isLast || operation.content() != null;
    last = part;
    done = isLast;
    if (tells) {
      READER.tell(operation, part);
    }
  }

  void end(@Nullable Throwable failure) {
    scope.close();
    operation.detach();
    if (failure == null) {
      operation.end(null);
    } else {
      READER.fail(operation, failure);
    }
  }
}
