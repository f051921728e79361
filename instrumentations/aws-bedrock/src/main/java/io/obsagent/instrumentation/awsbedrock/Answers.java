// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.AnswerBody;
import io.obsagent.instrumentation.shared.genai.AnswerReader;
import io.obsagent.instrumentation.shared.genai.AnswerTable;
import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiOperation;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** What whole answers, events and failures say. */
final class Answers {
  static final Guard GUARD = Guard.of(Answers.class);
  static final AnswerReader<Object> READER =
      new AnswerReader<>(GUARD, Answers::tell, Answers::tellFailure);

  /** Of converse, which tells the model where a router has chosen it; of others the tier. */
  static final AnswerTable ANSWER =
      new AnswerTable(Answers::plain)
          .tells(Tells.MODEL, "trace.promptRouter.invokedModelId")
          .tells(Tells.TIER, Requests.TIERS)
          .tells(Tells.STATUS, "stopReasonAsString")
          .tells(Tells.CHOICES, "output.message.content", "delta|start")
          .tells(Tells.TEXT, block -> block)
          .tells(Tells.CALL_ID, "toolUse.toolUseId")
          .tells(Tells.NAME, "toolUse.name")
          .tells(Tells.ARGUMENTS, "toolUse.input")
          .tells(Tells.USAGE, "usage")
          .tells(Tells.BESIDE_CACHE, "inputTokens")
          .tells(Tells.OUTPUT, "outputTokens")
          .tells(Tells.READ, "cacheReadInputTokens")
          .tells(Tells.WRITTEN, "cacheWriteInputTokens")
          .tells(
              Tells.HOUR_WRITTEN,
              GetterPath.sum("cacheDetails", "ttlAsString", "1h", "inputTokens"));

  private Answers() {}

  private static void tell(GenAiOperation operation, Object answer) {
    ANSWER.tell(operation, answer);
    if (answer instanceof InvokeModelResponse invoked) {
      SdkHttpResponse http = invoked.sdkHttpResponse();
      new AnswerBody(operation)
          .tell(
              invoked.body().asByteArrayUnsafe(),
              name -> http == null ? null : http.firstMatchingHeader(name).orElse(null));
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (!(value instanceof Document document)) {
      return value;
    }
    return document.isMap()
        ? document.asMap()
        : document.isList()
            ? document.asList()
            : document.isNumber() ? document.asNumber().bigDecimalValue() : document.unwrap();
  }

  static void tellFailure(GenAiOperation operation, Throwable failure) {
    if (failure instanceof AwsServiceException refusal) {
      AwsErrorDetails details = refusal.awsErrorDetails();
      operation.refused(refusal.statusCode(), details == null ? null : details.errorCode());
    }
  }
}
