// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.IteratedStreams;
import io.obsagent.instrumentation.shared.genai.JsonText;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);
  static final IteratedStreams STREAMS = new IteratedStreams(READER);

  private static final String STREAM = "com.cohere.api.core.Stream";
  private static final NewerGetter END = new NewerGetter("getMessageEnd", "getStreamEnd");
  private static final NewerGetter START = new NewerGetter("getMessageStart", "getStreamStart");
  private static final NewerGetter DELTA = new NewerGetter("getDelta", "getResponse");
  private static final NewerGetter ID =
      new NewerGetter("getGenerationId", "getResponseId", "getId");
  private static final NewerGetter REASON = new NewerGetter("getFinishReason");
  private static final NewerGetter USAGE = new NewerGetter("getUsage", "getMeta");
  private static final NewerGetter BILLED = new NewerGetter("getBilledUnits");
  private static final NewerGetter TOKENS = new NewerGetter("getTokens");
  private static final NewerGetter INPUT = new NewerGetter("getInputTokens");
  private static final NewerGetter OUTPUT = new NewerGetter("getOutputTokens");
  private static final NewerGetter CACHED = new NewerGetter("getCachedTokens");
  private static final NewerGetter STATUS = new NewerGetter("statusCode");

  private static final NewerGetter TEXT = new NewerGetter("getText");
  private static final NewerGetter MESSAGE = new NewerGetter("getMessage");
  private static final NewerGetter CONTENT = new NewerGetter("getContent");
  private static final NewerGetter PART = new NewerGetter("getContentDelta", "getTextGeneration");
  private static final NewerGetter[] OF_TOOLS = {
    new NewerGetter("getToolCallStart", "getToolCallsGeneration"),
    new NewerGetter("getToolCallDelta")
  };
  private static final NewerGetter TOOLS = new NewerGetter("getToolCalls");
  private static final NewerGetter FUNCTION = new NewerGetter("getFunction");
  private static final NewerGetter NAME = new NewerGetter("getName");
  private static final NewerGetter ARGUMENTS = new NewerGetter("getArguments", "getParameters");

  private Answers() {}

  /** Null for an answer that is no stream. */
  static @Nullable Object streamed(GenAiOperation operation, Object answer) {
    return answer.getClass().getName().equals(STREAM) ? STREAMS.keep(operation, answer) : null;
  }

  private static void tell(GenAiOperation operation, Object part) {
    Object start = START.held(part);
    if (start != null) {
      operation.response(ID.text(start), null);
    }
    Object end = END.held(part);
    if (end != null) {
      Object last = DELTA.held(end);
      tellWhole(operation, last == null ? end : last);
    } else if (start == null) {
      tellWhole(operation, part);
    }
    GenAiContent said = operation.content();
    if (said != null) {
      tellSaid(said, part);
    }
  }

  private static void tellWhole(GenAiOperation operation, Object answer) {
    String id = ID.text(answer);
    if (id != null) {
      operation.response(id, null);
    }
    String reason = REASON.text(answer);
    if (reason != null) {
      operation.finishReason(reason);
    }
    Object usage = USAGE.held(answer);
    Object billed = BILLED.held(usage);
    Object counted = billed == null ? TOKENS.held(usage) : billed;
    long input = INPUT.count(counted);
    long output = OUTPUT.count(counted);
    if (input >= 0 || output >= 0) {
      GenAiUsage told = GenAiUsage.of(input, output);
      long cached = CACHED.count(usage);
      operation.usage(cached < 0 ? told : told.cached(cached, -1));
    }
  }

  /** Of an answer, or of a part: its delta's, or its own. */
  private static void tellSaid(GenAiContent said, Object part) {
    Object holder = PART.held(part);
    for (int i = 0; i < OF_TOOLS.length && holder == null; i++) {
      holder = OF_TOOLS[i].held(part);
    }
    holder = holder == null ? part : holder;
    Object delta = DELTA.held(holder);
    holder = delta == null ? holder : delta;
    Object message = MESSAGE.held(holder);
    holder = message == null ? holder : message;
    Object content = CONTENT.held(holder);
    said.output(SpokenText.of(content == null ? TEXT.held(holder) : content));
    Object calls = TOOLS.held(holder);
    if (calls instanceof List<?> all) {
      for (Object call : all) {
        tellCall(said, call);
      }
    } else if (calls != null) {
      tellCall(said, calls);
    }
  }

  /** Of the first version of the API, too, whose calls have no ids, and maps as arguments. */
  private static void tellCall(GenAiContent said, Object call) {
    Object function = FUNCTION.held(call);
    Object given = ARGUMENTS.held(function == null ? call : function);
    said.toolCall(
        ID.text(call),
        NAME.text(function == null ? call : function),
        given instanceof String written ? written : given == null ? null : JsonText.of(given));
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (STATUS.of(failure) instanceof Integer status) {
      operation.refused(status, null);
    }
  }
}
