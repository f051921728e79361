// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.instrumentation.openai.Fields.orEmpty;
import static io.obsagent.instrumentation.openai.Fields.orNull;
import static io.obsagent.instrumentation.openai.Fields.orUnknown;
import static io.obsagent.instrumentation.openai.Fields.word;

import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.batches.Batch;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.completions.CompletionUsage.CompletionTokensDetails;
import com.openai.models.completions.CompletionUsage.PromptTokensDetails;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.images.ImagesResponse;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.RateLimits;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  /** Since 4.x. */
  private static final NewerGetter CACHE_WRITES = new NewerGetter("_cacheWriteTokens");

  private Answers() {}

  private static void tell(GenAiOperation operation, Object part) {
    GenAiContent content = operation.content();
    if (content != null) {
      Contents.answered(content, part);
    }
    if (part instanceof ChatCompletionChunk chunk) {
      operation.response(orNull(chunk._id()), orNull(chunk._model()));
      operation.servedBy(word(chunk._serviceTier()));
      tellUsage(operation, chunk._usage());
      for (ChatCompletionChunk.Choice choice : orEmpty(chunk._choices())) {
        finished(operation, choice._finishReason());
      }
    } else if (part instanceof ChatCompletion answer) {
      operation.response(orNull(answer._id()), orNull(answer._model()));
      operation.servedBy(word(answer._serviceTier()));
      tellUsage(operation, answer._usage());
      for (ChatCompletion.Choice choice : orEmpty(answer._choices())) {
        finished(operation, choice._finishReason());
      }
    } else if (part instanceof ResponseStreamEvent event) {
      tellEvent(operation, event);
    } else if (part instanceof Response answer) {
      tellResponse(operation, answer);
    } else {
      tellOther(operation, part);
    }
  }

  private static void tellOther(GenAiOperation operation, Object part) {
    if (part instanceof CreateEmbeddingResponse answer) {
      operation.response(null, orNull(answer._model()));
      CreateEmbeddingResponse.Usage usage = orNull(answer._usage());
      if (usage != null) {
        operation.usage(GenAiUsage.of(orUnknown(usage._promptTokens()), -1));
      }
    } else if (part instanceof Completion answer) {
      operation.response(orNull(answer._id()), orNull(answer._model()));
      tellUsage(operation, answer._usage());
      for (CompletionChoice choice : orEmpty(answer._choices())) {
        finished(operation, choice._finishReason());
      }
    } else if (part instanceof ModerationCreateResponse answer) {
      operation.response(orNull(answer._id()), orNull(answer._model()));
    } else if (part instanceof ImagesResponse answer) {
      tellImages(operation, orNull(answer._usage()));
    } else if (part instanceof Batch answer) {
      operation.response(orNull(answer._id()), null);
      finished(operation, answer._status());
    }
  }

  private static void finished(GenAiOperation operation, JsonField<?> field) {
    String reason = word(field);
    if (reason != null) {
      operation.finishReason(reason);
    }
  }

  private static void tellUsage(GenAiOperation operation, JsonField<CompletionUsage> field) {
    CompletionUsage usage = orNull(field);
    if (usage == null) {
      return;
    }
    PromptTokensDetails input = orNull(usage._promptTokensDetails());
    CompletionTokensDetails output = orNull(usage._completionTokensDetails());
    GenAiUsage told =
        new GenAiUsage(
            orUnknown(usage._promptTokens()),
            orUnknown(usage._completionTokens()),
            input == null ? -1 : orUnknown(input._cachedTokens()),
            cacheWrites(input),
            output == null ? -1 : orUnknown(output._reasoningTokens()));
    long spoken = input == null ? -1 : orUnknown(input._audioTokens());
    long speech = output == null ? -1 : orUnknown(output._audioTokens());
    operation.usage(spoken > 0 || speech > 0 ? told.audio(spoken, speech) : told);
    JsonValue cost = usage._additionalProperties().get("cost");
    if (cost != null && cost.asNumber().orElse(null) instanceof Number usd) {
      operation.cost(usd.doubleValue());
    }
  }

  @SuppressWarnings("unchecked") // it is a number, if it is there
  private static long cacheWrites(@Nullable Object details) {
    Object field = CACHE_WRITES.of(details);
    return field == null ? -1 : orUnknown((JsonField<Long>) field);
  }

  private static void tellImages(GenAiOperation operation, ImagesResponse.@Nullable Usage usage) {
    if (usage != null) {
      ImagesResponse.Usage.InputTokensDetails input = orNull(usage._inputTokensDetails());
      long out = orUnknown(usage._outputTokens());
      operation.usage(
          GenAiUsage.of(orUnknown(usage._inputTokens()), out)
              .images(input == null ? -1 : orUnknown(input._imageTokens()), out));
    }
  }

  /** The last event carries the whole response; which one that is tells how it went. */
  private static void tellEvent(GenAiOperation operation, ResponseStreamEvent event) {
    if (event.isCompleted()) {
      tellResponse(operation, event.asCompleted().response());
    } else if (event.isIncomplete()) {
      tellResponse(operation, event.asIncomplete().response());
    } else if (event.isFailed()) {
      tellResponse(operation, event.asFailed().response());
    }
  }

  /** A response's status stands for its finish reason. */
  private static void tellResponse(GenAiOperation operation, Response answer) {
    operation.response(orNull(answer._id()), Fields.model(answer._model()));
    operation.servedBy(word(answer._serviceTier()));
    finished(operation, answer._status());
    GenAiContent content = operation.content();
    if (content != null) {
      Contents.answered(content, answer);
    }
    ResponseUsage usage = orNull(answer._usage());
    if (usage == null) {
      return;
    }
    ResponseUsage.InputTokensDetails input = orNull(usage._inputTokensDetails());
    ResponseUsage.OutputTokensDetails output = orNull(usage._outputTokensDetails());
    operation.usage(
        new GenAiUsage(
            orUnknown(usage._inputTokens()),
            orUnknown(usage._outputTokens()),
            input == null ? -1 : orUnknown(input._cachedTokens()),
            cacheWrites(input),
            output == null ? -1 : orUnknown(output._reasoningTokens())));
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof OpenAIServiceException refusal) {
      RateLimits.OPENAI.tellFirst(operation, refusal.headers()::values);
      operation.refused(refusal.statusCode(), refusal.code().orElse(null));
    }
  }
}
