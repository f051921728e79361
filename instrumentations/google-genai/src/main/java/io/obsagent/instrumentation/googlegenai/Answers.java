// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.ContentEmbedding;
import com.google.genai.types.ContentEmbeddingStatistics;
import com.google.genai.types.EmbedContentResponse;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponsePromptFeedback;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.ModalityTokenCount;
import com.google.genai.types.Part;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.IteratedStreams;
import io.obsagent.instrumentation.shared.genai.JsonText;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  static final IteratedStreams STREAMS = new IteratedStreams(READER);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final String AUDIO = "AUDIO";
  private static final String IMAGE = "IMAGE";

  private Answers() {}

  static @Nullable GenAiOperation begin(
      GenAiRequest request, List<Content> contents, @Nullable GenerateContentConfig config) {
    return ModelCall.begin(
        request,
        Answers::spent,
        contents,
        READER,
        (said, asked) -> {
          said.instructions(
              config == null ? null : SpokenText.of(config.systemInstruction().orElse(null)));
          for (Content content : contents) {
            said.input(content.role().orElse("user"), SpokenText.of(content));
          }
        });
  }

  /** What the API's own limits are told as. */
  static RuntimeException spent(String reason) {
    return new ClientException(TOO_MANY_REQUESTS, "RESOURCE_EXHAUSTED", reason);
  }

  /** Null for an answer that is no stream. */
  static @Nullable Object streamed(GenAiOperation operation, Object answer) {
    return answer instanceof ResponseStream<?> ? STREAMS.keep(operation, answer) : null;
  }

  private static void tell(GenAiOperation operation, Object part) {
    if (part instanceof GenerateContentResponse answer) {
      operation.response(answer.responseId().orElse(null), answer.modelVersion().orElse(null));
      List<Candidate> candidates = answer.candidates().orElse(List.of());
      for (int i = 0; i < candidates.size(); i++) {
        tellCandidate(operation, candidates.get(i));
      }
      GenerateContentResponsePromptFeedback feedback = answer.promptFeedback().orElse(null);
      Object blocked = feedback == null ? null : feedback.blockReason().orElse(null);
      if (blocked != null) {
        operation.finishReason(blocked.toString());
      }
      tellUsage(operation, answer.usageMetadata().orElse(null));
    } else if (part instanceof EmbedContentResponse answer) {
      tellEmbeddings(operation, answer.embeddings().orElse(List.of()));
    }
  }

  private static void tellCandidate(GenAiOperation operation, Candidate candidate) {
    GenAiContent said = operation.content();
    if (said != null) {
      Content content = candidate.content().orElse(null);
      said.output(SpokenText.of(content));
      for (Part part : content == null ? List.<Part>of() : content.parts().orElse(List.of())) {
        FunctionCall call = part.functionCall().orElse(null);
        if (call != null) {
          said.toolCall(
              call.id().orElse(null),
              call.name().orElse(null),
              JsonText.of(call.args().orElse(Map.of())));
        }
      }
    }
    Object reason = candidate.finishReason().orElse(null);
    if (reason != null) {
      operation.finishReason(candidate.index().orElse(0), reason.toString());
    }
  }

  /** Thoughts are told beside the candidates, and what tools put in beside the prompt. */
  private static void tellUsage(
      GenAiOperation operation, @Nullable GenerateContentResponseUsageMetadata usage) {
    if (usage == null) {
      return;
    }
    long thoughts = number(usage.thoughtsTokenCount());
    GenAiUsage told =
        new GenAiUsage(
            plus(number(usage.promptTokenCount()), number(usage.toolUsePromptTokenCount())),
            plus(number(usage.candidatesTokenCount()), thoughts),
            number(usage.cachedContentTokenCount()),
            -1,
            thoughts);
    List<ModalityTokenCount> in = usage.promptTokensDetails().orElse(List.of());
    List<ModalityTokenCount> out = usage.candidatesTokensDetails().orElse(List.of());
    long heard = of(in, AUDIO);
    long spoken = of(out, AUDIO);
    long seen = of(in, IMAGE);
    long drawn = of(out, IMAGE);
    told = heard < 0 && spoken < 0 ? told : told.audio(heard, spoken);
    operation.usage(seen < 0 && drawn < 0 ? told : told.images(seen, drawn));
  }

  private static long of(List<ModalityTokenCount> details, String modality) {
    long tokens = -1;
    for (int i = 0; i < details.size(); i++) {
      ModalityTokenCount detail = details.get(i);
      Object kind = detail.modality().orElse(null);
      if (kind != null && modality.equals(kind.toString())) {
        tokens = plus(tokens, number(detail.tokenCount()));
      }
    }
    return tokens;
  }

  private static long number(Optional<Integer> count) {
    return count.orElse(-1);
  }

  private static long plus(long one, long other) {
    return one < 0 ? other : other < 0 ? one : one + other;
  }

  private static void tellEmbeddings(GenAiOperation operation, List<ContentEmbedding> embeddings) {
    long tokens = -1;
    for (ContentEmbedding embedding : embeddings) {
      ContentEmbeddingStatistics statistics = embedding.statistics().orElse(null);
      Float count = statistics == null ? null : statistics.tokenCount().orElse(null);
      tokens = count == null ? tokens : plus(tokens, Math.round(count));
    }
    if (tokens >= 0) {
      operation.usage(GenAiUsage.of(tokens, -1));
    }
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof ApiException refusal) {
      operation.refused(refusal.code(), refusal.status());
    }
  }
}
