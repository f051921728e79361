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
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.Getter;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.IteratedStreams;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  static final IteratedStreams STREAMS = new IteratedStreams(READER);

  private static final int TOO_MANY_REQUESTS = 429;

  /** Thoughts are told beside the candidates, and what tools put in beside the prompt. */
  private static final AnswerTable ANSWER =
      new AnswerTable()
          .tells(Tells.ID, "responseId")
          .tells(Tells.MODEL, "modelVersion")
          .tells(Tells.STATUS, "promptFeedback.blockReason")
          .tells(Tells.CHOICES, Answers::candidates)
          .tells(Tells.INDEX, candidate -> ((Candidate) candidate).index().orElse(0))
          .tells(Tells.REASON, "finishReason")
          .tells(Tells.TEXT, "content")
          .tells(Tells.CALLS, "content.parts")
          .tells(Tells.CALL_ID, "functionCall.id")
          .tells(Tells.NAME, "functionCall.name")
          .tells(Tells.ARGUMENTS, "functionCall.args")
          .tells(Tells.USAGE, "usageMetadata")
          .tells(Tells.INPUT, "promptTokenCount")
          .tells(Tells.MORE_INPUT, "toolUsePromptTokenCount")
          .tells(Tells.OUTPUT, "candidatesTokenCount")
          .tells(Tells.MORE_OUTPUT, "thoughtsTokenCount")
          .tells(Tells.READ, "cachedContentTokenCount")
          .tells(Tells.REASONING, "thoughtsTokenCount")
          .tells(Tells.AUDIO_INPUT, of("AUDIO", "promptTokensDetails"))
          .tells(Tells.AUDIO_OUTPUT, of("AUDIO", "candidatesTokensDetails"))
          .tells(Tells.IMAGE_INPUT, of("IMAGE", "promptTokensDetails"))
          .tells(Tells.IMAGE_OUTPUT, of("IMAGE", "candidatesTokensDetails"));

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
    ANSWER.tell(operation, part);
    if (part instanceof EmbedContentResponse answer) {
      tellEmbeddings(operation, answer.embeddings().orElse(List.of()));
    }
  }

  /** None where there are none: an answer has a reason of its own, which is the first one's. */
  private static @Nullable Object candidates(@Nullable Object answer) {
    return answer instanceof GenerateContentResponse content
        ? content.candidates().orElse(List.of())
        : null;
  }

  private static Getter of(String modality, String details) {
    return GetterPath.sum(details, "modality", modality, "tokenCount");
  }

  private static void tellEmbeddings(GenAiOperation operation, List<ContentEmbedding> embeddings) {
    long tokens = -1;
    for (ContentEmbedding embedding : embeddings) {
      ContentEmbeddingStatistics statistics = embedding.statistics().orElse(null);
      Float count = statistics == null ? null : statistics.tokenCount().orElse(null);
      tokens = count == null ? tokens : Math.max(0, tokens) + Math.round(count);
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
