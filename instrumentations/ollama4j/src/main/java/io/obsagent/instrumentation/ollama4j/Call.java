// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model on the thread that makes it. Results lack what their parts have told, the less
 * the older the library is, and so each part tells as it comes. For one thread.
 */
final class Call {
  private static final ThreadLocal<Call> CURRENT = new ThreadLocal<>();
  private static final NewerGetter SUCCEEDED = new NewerGetter("isSucceeded");
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

  static final AnswerReader<Object> READER = new AnswerReader<>(Guard.of(Call.class), ANSWER::tell);

  private final GenAiOperation operation;
  private final Object caller;
  private final boolean streamed;
  private final @Nullable Call outer = CURRENT.get();

  /** Whether something has come that has not told yet: at first, the answer itself. */
  private boolean comes = true;

  private Call(GenAiOperation operation, Object caller, boolean streamed) {
    this.operation = operation;
    this.caller = caller;
    this.streamed = streamed;
    CURRENT.set(this);
  }

  /** Null for one that is not watched; of a thread of the library nobody gets an exception. */
  static @Nullable Call begin(Object caller, Object body) {
    GenAiRequest request = Requests.of(caller, body);
    if (!(caller instanceof Thread)) {
      Requests.refuse(request, caller);
    }
    GenAiOperation operation = ModelCall.begin(request, body, READER, Requests.TABLE::tellSaid);
    return operation == null ? null : new Call(operation, caller, request.stream());
  }

  /** A part of an answer has come. */
  static void come() {
    Call call = CURRENT.get();
    if (call != null) {
      call.comes = true;
      if (call.streamed) {
        call.operation.chunk();
      }
    }
  }

  /** What has come tells once: the library and the application may read it again. */
  static void read(Object part) {
    Call call = CURRENT.get();
    if (call != null && call.caller instanceof Thread) {
      come();
    }
    if (call != null && call.comes) {
      READER.tell(call.operation, part);
      call.comes = false;
    }
  }

  /** An answer without parts, as that of embeddings, tells itself. */
  void end(@Nullable Object answer, @Nullable Throwable thrown) {
    CURRENT.set(outer);
    operation.detach();
    if (answer != null && comes) {
      READER.tell(operation, answer);
    }
    boolean broken = thrown == null && Boolean.FALSE.equals(SUCCEEDED.of(caller));
    operation.end(broken ? new IOException("the answer has not come whole") : thrown);
  }
}
