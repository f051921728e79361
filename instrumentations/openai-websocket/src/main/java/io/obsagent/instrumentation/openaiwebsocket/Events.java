// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.errors.OpenAIException;
import com.openai.models.realtime.RealtimeServerEvent;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.FieldValue;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.LiveTurns;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiOperation.Limit;
import java.util.List;

/** What the events of the server say, by both APIs; the last of a response carries the whole. */
final class Events {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Events.class), Events::tell);

  private static final String IN = "_inputTokensDetails|_inputTokenDetails.";
  private static final String OUT = "_outputTokensDetails|_outputTokenDetails.";

  /** Of a request or an answer: some have a type of their own for it. */
  static final String[] MODEL = {"_model.chat", "_model.only", "_model.string", "_model"};

  /** Of whole responses and, as they come, of what is said in them. */
  private static final AnswerTable ANSWER =
      new AnswerTable(FieldValue::of)
          .tells(Tells.ID, "_id")
          .tells(Tells.MODEL, MODEL)
          .tells(Tells.TIER, "_serviceTier")
          .tells(Tells.STATUS, "_status")
          .tells(Tells.CHOICES, "_output")
          .tells(Tells.TEXT, "responseOutputTextDelta._delta")
          .tells(Tells.CALL_ID, "functionCall._callId")
          .tells(Tells.NAME, "functionCall._name")
          .tells(Tells.ARGUMENTS, "functionCall._arguments")
          .tells(Tells.USAGE, "_usage")
          .tells(Tells.INPUT, "_inputTokens")
          .tells(Tells.OUTPUT, "_outputTokens")
          .tells(Tells.READ, IN + "_cachedTokens")
          .tells(Tells.WRITTEN, IN + "_cacheWriteTokens")
          .tells(Tells.REASONING, OUT + "_reasoningTokens")
          .tells(Tells.AUDIO_INPUT, IN + "_audioTokens")
          .tells(Tells.AUDIO_OUTPUT, OUT + "_audioTokens");

  private static final GetterPath LAST =
      path("responseCompleted|responseDone", "responseIncomplete", "responseFailed");
  private static final GetterPath RESPONSE = path("_response");
  private static final GetterPath ERROR = path("error");
  private static final GetterPath STATUS = path("error._status");
  private static final GetterPath CODE = path("error._error._code");
  private static final GetterPath LIMITS = path("rateLimitsUpdated._rateLimits");
  private static final GetterPath NAME = path("_name");
  private static final GetterPath LIMIT = path("_limit");
  private static final GetterPath REMAINING = path("_remaining");

  private Events() {}

  private static GetterPath path(String... ways) {
    return new GetterPath(FieldValue::of, ways);
  }

  /** Whether the server begins a response, by itself where it has heard enough. */
  static boolean begins(Object event) {
    return event instanceof RealtimeServerEvent live && live.isResponseCreated();
  }

  static void told(LiveTurns<Object> turns, Object event) {
    GenAiOperation turn = turns.running();
    if (turn == null) {
      return;
    }
    if (ERROR.apply(event) != null) {
      turn.refused((int) STATUS.count(event), CODE.text(event));
      turns.cut(new OpenAIException("the server has told an error"));
      return;
    }
    if (LIMITS.apply(event) instanceof List<?> limits) {
      for (Object limit : limits) {
        tellLimit(turn, limit);
      }
    }
    turns.tell(event, isPart(event), LAST.apply(event) != null);
  }

  private static void tellLimit(GenAiOperation turn, Object told) {
    String name = NAME.text(told);
    for (Limit limit : Limit.values()) {
      if (limit.word().equals(name)) {
        turn.remaining(limit, LIMIT.count(told), REMAINING.count(told));
      }
    }
  }

  /** The Realtime API tells much beside. */
  private static boolean isPart(Object event) {
    return !(event instanceof RealtimeServerEvent live)
        || live.isResponseOutputTextDelta()
        || live.isResponseOutputAudioDelta()
        || live.isResponseOutputAudioTranscriptDelta()
        || live.isResponseFunctionCallArgumentsDelta();
  }

  private static void tell(GenAiOperation turn, Object event) {
    Object response = RESPONSE.apply(LAST.apply(event));
    ANSWER.tell(turn, response == null ? event : response);
  }
}
