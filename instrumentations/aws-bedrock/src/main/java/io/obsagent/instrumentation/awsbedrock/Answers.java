// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.AnswerBody;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.JsonText;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;

/** What whole answers, events and failures say. */
final class Answers {
  static final Guard GUARD = Guard.of(Answers.class);
  static final AnswerReader<Object> READER =
      new AnswerReader<>(GUARD, Answers::tell, Answers::tellFailure);

  private static final NewerGetter CACHE_READ = new NewerGetter("cacheReadInputTokens");
  private static final NewerGetter CACHE_WRITTEN = new NewerGetter("cacheWriteInputTokens");
  private static final NewerGetter CACHE_DETAILS = new NewerGetter("cacheDetails");
  private static final NewerGetter TTL = new NewerGetter("ttlAsString");
  private static final NewerGetter INPUT = new NewerGetter("inputTokens");
  private static final NewerGetter TRACE = new NewerGetter("trace");
  private static final NewerGetter ROUTER = new NewerGetter("promptRouter");
  private static final NewerGetter INVOKED = new NewerGetter("invokedModelId");
  private static final String HOUR = "1h";

  private Answers() {}

  static void tell(GenAiOperation operation, Object part) {
    if (part instanceof ConverseResponse answer) {
      tellWhole(operation, answer);
    } else if (part instanceof InvokeModelResponse answer) {
      SdkHttpResponse http = answer.sdkHttpResponse();
      operation.servedBy(Requests.tier(answer));
      new AnswerBody(operation)
          .tell(
              answer.body().asByteArrayUnsafe(),
              header(http, "x-amzn-bedrock-input-token-count"),
              header(http, "x-amzn-bedrock-output-token-count"));
    } else if (part instanceof ContentBlockDeltaEvent event) {
      GenAiContent said = operation.content();
      if (said != null) {
        ContentBlockDelta delta = event.delta();
        if (delta != null && delta.toolUse() != null) {
          said.toolCall(null, null, delta.toolUse().input());
        } else {
          said.output(SpokenText.of(delta));
        }
      }
    } else if (part instanceof ContentBlockStartEvent event) {
      GenAiContent said = operation.content();
      ToolUseBlockStart tool =
          said == null || event.start() == null ? null : event.start().toolUse();
      if (tool != null) {
        said.toolCall(tool.toolUseId(), tool.name(), "");
      }
    } else if (part instanceof MessageStopEvent event) {
      finished(operation, event.stopReasonAsString());
    } else if (part instanceof ConverseStreamMetadataEvent event) {
      tellMore(operation, event, event.usage());
    }
  }

  private static void tellWhole(GenAiOperation operation, ConverseResponse answer) {
    GenAiContent said = operation.content();
    ConverseOutput output = answer.output();
    Message message = said == null || output == null ? null : output.message();
    if (message != null) {
      said.output(SpokenText.of(message));
      for (ContentBlock block : message.content()) {
        ToolUseBlock tool = block.toolUse();
        if (tool != null) {
          said.toolCall(tool.toolUseId(), tool.name(), JsonText.of(tool.input(), Answers::plain));
        }
      }
    }
    finished(operation, answer.stopReasonAsString());
    tellMore(operation, answer, answer.usage());
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (!(value instanceof Document document)) {
      return value;
    }
    return document.isMap()
        ? document.asMap()
        : document.isList()
            ? document.asList()
            : document.isNumber()
                ? document.asNumber().bigDecimalValue()
                : document.isBoolean()
                    ? (Object) document.asBoolean()
                    : document.isString() ? document.asString() : null;
  }

  private static void finished(GenAiOperation operation, @Nullable String reason) {
    if (reason != null) {
      operation.finishReason(reason);
    }
  }

  /** Which model it was is told where a router has chosen it. */
  private static void tellMore(
      GenAiOperation operation, Object answer, @Nullable TokenUsage usage) {
    Object model = INVOKED.of(ROUTER.of(TRACE.of(answer)));
    if (model != null) {
      operation.response(null, model.toString());
    }
    operation.servedBy(Requests.tier(answer));
    if (usage == null) {
      return;
    }
    GenAiUsage told =
        GenAiUsage.besideCache(
            number(usage.inputTokens()),
            number(usage.outputTokens()),
            CACHE_READ.count(usage),
            CACHE_WRITTEN.count(usage));
    long hour = hourWritten(CACHE_DETAILS.of(usage));
    operation.usage(hour > 0 ? told.hourWrite(hour) : told);
  }

  private static long hourWritten(@Nullable Object details) {
    long tokens = 0;
    for (Object detail : details instanceof List<?> list ? list : List.of()) {
      tokens += HOUR.equals(TTL.of(detail)) ? Math.max(0, INPUT.count(detail)) : 0;
    }
    return tokens;
  }

  private static long number(@Nullable Object count) {
    return count instanceof Number number ? number.longValue() : -1;
  }

  private static long header(@Nullable SdkHttpResponse http, String name) {
    String value = http == null ? null : http.firstMatchingHeader(name).orElse(null);
    try {
      return value == null ? -1 : Long.parseLong(value);
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }

  /** The application is not answered, as a budget is spent. */
  static RuntimeException refused(String reason) {
    return BedrockRuntimeException.builder().message(reason).build();
  }

  static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof AwsServiceException refusal) {
      AwsErrorDetails details = refusal.awsErrorDetails();
      operation.refused(refusal.statusCode(), details == null ? null : details.errorCode());
    }
  }
}
