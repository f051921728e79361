// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NativeUsage;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What whole answers, chunks and failures say. */
final class Answers {
  static final AnswerReader<Object> READER =
      new AnswerReader<>(Guard.of(Answers.class), Answers::tell, Answers::tellFailure);

  private static final int MAX_CAUSES = 8;

  /** Of some providers' answers, each in a type of its own. */
  private static final NewerGetter TIER = new NewerGetter("serviceTier");

  /** An answer of embeddings since 1.19. */
  private static final NewerGetter METADATA = new NewerGetter("metadata");

  private static final NewerGetter USAGE = new NewerGetter("tokenUsage");
  private static final NewerGetter MODEL_NAME = new NewerGetter("modelName");

  private Answers() {}

  static @Nullable GenAiOperation begin(GenAiRequest request, ChatRequest asked) {
    return ModelCall.begin(request, LangChain4jException::new, asked, READER, Answers::tellAsked);
  }

  private static void tellAsked(GenAiContent said, Object asked) {
    for (ChatMessage message : ((ChatRequest) asked).messages()) {
      if (message instanceof SystemMessage instructions) {
        said.instructions(instructions.text());
      } else if (message instanceof ToolExecutionResultMessage result) {
        said.toolResult(result.id(), result.text());
      } else {
        String role = message.type() == ChatMessageType.AI ? "assistant" : "user";
        said.input(role, text(message));
      }
    }
  }

  private static @Nullable String text(ChatMessage message) {
    return message instanceof AiMessage answer ? answer.text() : SpokenText.of(message);
  }

  private static void tell(GenAiOperation operation, Object part) {
    if (part instanceof ChatResponse answer) {
      tellMetadata(operation, answer.metadata());
      GenAiContent said = operation.content();
      if (said != null) {
        tellSaid(said, answer.aiMessage());
      }
    } else if (part instanceof Response<?> embeddings) {
      tellUsage(operation, embeddings.tokenUsage());
    } else {
      Object metadata = METADATA.of(part);
      if (MODEL_NAME.of(metadata) instanceof String model) {
        operation.response(null, model);
      }
      tellUsage(operation, USAGE.of(metadata));
    }
  }

  private static void tellSaid(GenAiContent said, AiMessage message) {
    said.output(message.text());
    if (message.hasToolExecutionRequests()) {
      for (ToolExecutionRequest call : message.toolExecutionRequests()) {
        said.toolCall(call.id(), call.name(), call.arguments());
      }
    }
  }

  private static void tellMetadata(GenAiOperation operation, ChatResponseMetadata metadata) {
    operation.response(metadata.id(), metadata.modelName());
    FinishReason reason = metadata.finishReason();
    if (reason != null) {
      operation.finishReason(
          reason == FinishReason.TOOL_EXECUTION
              ? "tool_calls"
              : reason.name().toLowerCase(Locale.ROOT));
    }
    if (TIER.of(metadata) instanceof String tier) {
      operation.servedBy(tier);
    }
    tellUsage(operation, metadata.tokenUsage());
  }

  private static void tellUsage(GenAiOperation operation, @Nullable Object told) {
    if (!(told instanceof TokenUsage usage)) {
      return;
    }
    operation.usage(
        NativeUsage.of(number(usage.inputTokenCount()), number(usage.outputTokenCount()), usage));
  }

  private static long number(@Nullable Integer count) {
    return count == null ? -1 : count;
  }

  private static void tellFailure(GenAiOperation operation, Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof HttpException refusal) {
        operation.refused(refusal.statusCode(), null);
        return;
      }
      cause = cause.getCause();
    }
  }
}
