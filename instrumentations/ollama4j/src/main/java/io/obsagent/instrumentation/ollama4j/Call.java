// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.JsonText;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model, with what came of its answer so far: results lack what its parts have told,
 * the less the older the library is. Of one thread.
 */
final class Call {
  static final AnswerReader<Object> READER = new AnswerReader<>(Guard.of(Call.class), Call::tell);

  private static final ContextKey<Call> CURRENT = ContextKey.named("ollama4j-call");
  private static final NewerGetter MODEL = new NewerGetter("getModel");
  private static final NewerGetter REASON = new NewerGetter("getDoneReason");
  private static final NewerGetter READ = new NewerGetter("getPromptEvalCount");
  private static final NewerGetter WRITTEN = new NewerGetter("getEvalCount");
  private static final NewerGetter MESSAGE = new NewerGetter("getMessage");
  private static final NewerGetter TEXT = new NewerGetter("getResponse", "getContent");
  private static final NewerGetter TOOLS = new NewerGetter("getToolCalls");
  private static final NewerGetter FUNCTION = new NewerGetter("getFunction");
  private static final NewerGetter NAME = new NewerGetter("getName");
  private static final NewerGetter ARGUMENTS = new NewerGetter("getArguments");

  private final GenAiOperation operation;
  private final boolean streamed;
  private final Scope scope;
  private @Nullable Object last;
  private boolean done;

  private Call(GenAiOperation operation, boolean streamed) {
    this.operation = operation;
    this.streamed = streamed;
    this.scope = Context.current().with(CURRENT, this).makeCurrent();
  }

  /** The call whose operation has begun on this thread. */
  static @Nullable Call of(@Nullable GenAiOperation operation, boolean streamed) {
    return operation == null ? null : new Call(operation, streamed);
  }

  /** That of the current thread; null for none. */
  static @Nullable Call current() {
    return Context.current().get(CURRENT);
  }

  GenAiOperation operation() {
    return operation;
  }

  void chunk() {
    if (streamed && !done) {
      operation.chunk();
    }
  }

  /** A part, which may be asked again, by the application as well, whether it is the last. */
  void part(Object part, boolean isLast) {
    if (done || part == last) {
      return;
    }
    last = part;
    done = isLast;
    GenAiContent content = operation.content();
    if (content != null) {
      Object message = MESSAGE.of(part);
      content.output(SpokenText.of(TEXT.of(message == null ? part : message)));
      if (TOOLS.of(message) instanceof List<?> calls) {
        for (Object call : calls) {
          Object function = FUNCTION.of(call);
          content.toolCall(
              null, String.valueOf(NAME.of(function)), JsonText.of(ARGUMENTS.of(function)));
        }
      }
    }
    if (isLast) {
      READER.tell(operation, part);
    }
  }

  private static void tell(GenAiOperation operation, Object part) {
    operation.response(null, MODEL.of(part) instanceof String model ? model : null);
    if (REASON.of(part) instanceof String reason) {
      operation.finishReason(reason);
    }
    tellTokens(operation, part);
  }

  /** Also of embeddings, which are not told in parts. */
  static void tellTokens(GenAiOperation operation, Object part) {
    long input = READ.of(part) instanceof Number tokens ? tokens.longValue() : -1;
    long output = WRITTEN.of(part) instanceof Number tokens ? tokens.longValue() : -1;
    if (input >= 0 || output >= 0) {
      operation.usage(GenAiUsage.of(input, output));
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
