// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.core.JsonField;
import com.openai.errors.OpenAIException;
import com.openai.models.ResponsesModel;
import com.openai.models.realtime.ConversationItem;
import com.openai.models.realtime.RateLimitsUpdatedEvent;
import com.openai.models.realtime.RealtimeConversationItemFunctionCall;
import com.openai.models.realtime.RealtimeResponse;
import com.openai.models.realtime.RealtimeResponseUsage;
import com.openai.models.realtime.RealtimeResponseUsageInputTokenDetails;
import com.openai.models.realtime.RealtimeResponseUsageOutputTokenDetails;
import com.openai.models.realtime.RealtimeServerEvent;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.ResponsesServerEvent;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.LiveTurns;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiOperation.Limit;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What the events of the server say; the last of a response carries the whole. */
final class Events {
  private static final Guard GUARD = Guard.of(Events.class);
  static final AnswerReader<Object> READER = new AnswerReader<>(GUARD, Events::tell);

  private Events() {}

  /** An event has come, or none will. */
  static void told(
      LiveTurns<Object> turns,
      @Nullable Object connection,
      @Nullable Object event,
      @Nullable Throwable failure) {
    try {
      if (failure != null) {
        if (!isOfTheApplication(failure)) {
          turns.cut(failure);
        }
      } else if (event instanceof ResponsesServerEvent told) {
        told(turns, told);
      } else if (event instanceof RealtimeServerEvent told) {
        told(turns, connection, told);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** Waiting given up, or twice at a time: the connection goes on. */
  private static boolean isOfTheApplication(Throwable failure) {
    return failure instanceof CancellationException || failure instanceof IllegalStateException;
  }

  private static void told(LiveTurns<Object> turns, ResponsesServerEvent event) {
    boolean last =
        event.isResponseCompleted() || event.isResponseIncomplete() || event.isResponseFailed();
    if (event.isError()) {
      ResponsesServerEvent.ResponseWsError error = event.asError();
      Long status = known(error._status());
      ResponsesServerEvent.ResponseWsError.Error more = known(error._error());
      refuse(turns, status == null ? -1 : status.intValue(), more == null ? null : more._code());
    } else {
      turns.tell(event, true, last);
    }
  }

  /** The server may begin by itself, once it has heard enough. */
  private static void told(
      LiveTurns<Object> turns, @Nullable Object connection, RealtimeServerEvent event) {
    if (connection != null && event.isResponseCreated()) {
      turns.ask(Talk.of(connection).request(), null, connection);
    }
    if (event.isError()) {
      refuse(turns, -1, event.asError().error()._code());
      return;
    }
    GenAiOperation turn = event.isRateLimitsUpdated() ? turns.running() : null;
    if (turn != null) {
      tellLimits(turn, event.asRateLimitsUpdated());
    }
    boolean part =
        event.isResponseOutputTextDelta()
            || event.isResponseOutputAudioDelta()
            || event.isResponseOutputAudioTranscriptDelta()
            || event.isResponseFunctionCallArgumentsDelta();
    turns.tell(event, part, event.isResponseDone());
  }

  private static void tellLimits(GenAiOperation turn, RateLimitsUpdatedEvent event) {
    for (RateLimitsUpdatedEvent.RateLimit limit : event._rateLimits().asKnown().orElse(List.of())) {
      String of = word(limit._name());
      if (Limit.REQUESTS.word().equals(of)) {
        turn.remaining(Limit.REQUESTS, number(limit._limit()), number(limit._remaining()));
      } else if (Limit.TOKENS.word().equals(of)) {
        turn.remaining(Limit.TOKENS, number(limit._limit()), number(limit._remaining()));
      }
    }
  }

  private static void refuse(
      LiveTurns<Object> turns, int status, @Nullable JsonField<String> code) {
    GenAiOperation turn = turns.running();
    if (turn != null) {
      turn.refused(status, code == null ? null : known(code));
      turns.cut(new OpenAIException("the server has told an error"));
    }
  }

  private static void tell(GenAiOperation turn, Object event) {
    if (event instanceof ResponsesServerEvent told) {
      if (told.isResponseCompleted()) {
        tell(turn, told.asResponseCompleted().response());
      } else if (told.isResponseIncomplete()) {
        tell(turn, told.asResponseIncomplete().response());
      } else if (told.isResponseFailed()) {
        tell(turn, told.asResponseFailed().response());
      } else if (told.isResponseOutputTextDelta()) {
        say(turn, told.asResponseOutputTextDelta()._delta());
      }
    } else if (event instanceof RealtimeServerEvent told) {
      if (told.isResponseDone()) {
        RealtimeResponse answer = known(told.asResponseDone()._response());
        if (answer != null) {
          tell(turn, answer);
        }
      } else if (told.isResponseOutputTextDelta()) {
        say(turn, told.asResponseOutputTextDelta()._delta());
      }
    }
  }

  private static void say(GenAiOperation turn, JsonField<String> delta) {
    GenAiContent said = turn.content();
    if (said != null) {
      said.output(known(delta));
    }
  }

  private static void tell(GenAiOperation turn, Response answer) {
    ResponsesModel model = known(answer._model());
    turn.response(known(answer._id()), model == null ? null : Talk.name(model));
    turn.servedBy(word(answer._serviceTier()));
    finished(turn, word(answer._status()));
    GenAiContent said = turn.content();
    if (said != null) {
      for (ResponseOutputItem item : answer._output().asKnown().orElse(List.of())) {
        ResponseFunctionToolCall call = item.functionCall().orElse(null);
        if (call != null) {
          said.toolCall(call.callId(), call.name(), call.arguments());
        }
      }
    }
    ResponseUsage usage = known(answer._usage());
    if (usage != null) {
      ResponseUsage.InputTokensDetails in = known(usage._inputTokensDetails());
      ResponseUsage.OutputTokensDetails out = known(usage._outputTokensDetails());
      turn.usage(
          new GenAiUsage(
              number(usage._inputTokens()),
              number(usage._outputTokens()),
              in == null ? -1 : number(in._cachedTokens()),
              in == null ? -1 : number(in._cacheWriteTokens()),
              out == null ? -1 : number(out._reasoningTokens())));
    }
  }

  private static void tell(GenAiOperation turn, RealtimeResponse answer) {
    turn.response(known(answer._id()), null);
    finished(turn, word(answer._status()));
    GenAiContent said = turn.content();
    if (said != null) {
      for (ConversationItem item : answer._output().asKnown().orElse(List.of())) {
        RealtimeConversationItemFunctionCall call = item.functionCall().orElse(null);
        if (call != null) {
          said.toolCall(call.callId().orElse(null), call.name(), call.arguments());
        }
      }
    }
    RealtimeResponseUsage usage = known(answer._usage());
    if (usage != null) {
      RealtimeResponseUsageInputTokenDetails in = known(usage._inputTokenDetails());
      RealtimeResponseUsageOutputTokenDetails out = known(usage._outputTokenDetails());
      turn.usage(
          GenAiUsage.of(number(usage._inputTokens()), number(usage._outputTokens()))
              .cached(in == null ? -1 : number(in._cachedTokens()), -1)
              .audio(
                  in == null ? -1 : number(in._audioTokens()),
                  out == null ? -1 : number(out._audioTokens())));
    }
  }

  private static void finished(GenAiOperation turn, @Nullable String status) {
    if (status != null) {
      turn.finishReason(status);
    }
  }

  private static <T> @Nullable T known(JsonField<T> field) {
    return field.asKnown().orElse(null);
  }

  private static @Nullable String word(JsonField<?> field) {
    Object known = known(field);
    return known == null ? null : known.toString();
  }

  private static long number(JsonField<Long> field) {
    return field.asKnown().orElse(-1L);
  }
}
