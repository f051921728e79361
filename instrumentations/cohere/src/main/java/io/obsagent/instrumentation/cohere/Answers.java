// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.IteratedStreams;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say, by both versions of the API. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);
  static final IteratedStreams STREAMS = new IteratedStreams(READER);

  private static final String STREAM = "com.cohere.api.core.Stream";
  private static final String START = "getMessageStart|getStreamStart.";
  private static final String END = "getMessageEnd|getStreamEnd.";
  private static final String LAST = END + "getDelta|getResponse.";
  private static final String ID = "getGenerationId|getResponseId|getId";

  /** The first version tells no ids of calls of tools, and their arguments as maps. */
  private static final AnswerTable ANSWER =
      new AnswerTable()
          .tells(Tells.ID, ID, START + ID, LAST + ID)
          .tells(Tells.STATUS, "getFinishReason", LAST + "getFinishReason", END + "getFinishReason")
          .tells(
              Tells.MESSAGE,
              "getMessage",
              "getContentDelta.getDelta.getMessage",
              "getTextGeneration",
              "getToolCallStart.getDelta.getMessage",
              "getToolCallDelta.getDelta.getMessage",
              "getToolCallsGeneration")
          .tells(Tells.TEXT, "getContent", "getText")
          .tells(Tells.CALLS, "getToolCalls")
          .tells(Tells.CALL_ID, "getId")
          .tells(Tells.NAME, "getFunction.getName", "getName")
          .tells(Tells.ARGUMENTS, "getFunction.getArguments", "getParameters")
          .tells(Tells.USAGE, "getUsage|getMeta", LAST + "getUsage|getMeta")
          .tells(Tells.INPUT, "getBilledUnits.getInputTokens", "getTokens.getInputTokens")
          .tells(Tells.OUTPUT, "getBilledUnits.getOutputTokens", "getTokens.getOutputTokens")
          .tells(Tells.READ, "getCachedTokens");

  private static final NewerGetter STATUS = new NewerGetter("statusCode");

  private Answers() {}

  /** Null for an answer that is no stream. */
  static @Nullable Object streamed(GenAiOperation operation, Object answer) {
    return answer.getClass().getName().equals(STREAM) ? STREAMS.keep(operation, answer) : null;
  }

  private static void tell(GenAiOperation operation, Object part) {
    ANSWER.tell(operation, part);
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (STATUS.of(failure) instanceof Integer status) {
      operation.refused(status, null);
    }
  }
}
