// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.RequestBody;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;

/** What requests say, and to whom. */
final class Requests {
  private static final String PROVIDER = "aws.bedrock";

  /** Of a request or an answer: a word, or what holds one. */
  static final String[] TIERS = {"serviceTierAsString", "serviceTier.typeAsString"};

  private static final RequestTable REQUEST =
      new RequestTable()
          .asks(Asks.MODEL, "modelId")
          .asks(Asks.MAX_TOKENS, "inferenceConfig.maxTokens")
          .asks(Asks.TEMPERATURE, "inferenceConfig.temperature")
          .asks(Asks.TOP_P, "inferenceConfig.topP")
          .asks(Asks.STOP, "inferenceConfig.stopSequences")
          .asks(Asks.TIER, TIERS)
          .asks(Asks.INSTRUCTIONS, "system")
          .asks(Asks.MESSAGES, "messages")
          .asks(Asks.ROLE, "roleAsString")
          .asks(Asks.TEXT, message -> message);

  private static final NewerGetter BODY = new NewerGetter("body");

  private static final Endpoints TO = new Endpoints(Requests::find);

  private Requests() {}

  static @Nullable GenAiOperation begin(AwsClient client, Object request, boolean stream) {
    RequestBody body =
        BODY.of(request) instanceof SdkBytes bytes
            ? new RequestBody(bytes.asByteArrayUnsafe())
            : null;
    String model = REQUEST.model(request);
    GenAiTask task = body == null ? GenAiTask.CHAT : body.task(model);
    GenAiRequest asked =
        REQUEST
            .settings(TO.of(client).request(task, model), request)
            .outputType(task == GenAiTask.GENERATE_CONTENT ? "image" : null)
            .stream(stream);
    return body == null
        ? ModelCall.begin(asked, Requests::spent, request, Answers.READER, REQUEST::tellSaid)
        : ModelCall.begin(
            body.settings(asked), Requests::spent, body, Answers.READER, RequestBody::asked);
  }

  private static RuntimeException spent(String reason) {
    return BedrockRuntimeException.builder().message(reason).build();
  }

  /** A client that does not tell its settings is one of an application's own. */
  private static Endpoint find(Object client) {
    AwsServiceClientConfiguration settings = ((AwsClient) client).serviceClientConfiguration();
    String usual = "https://bedrock-runtime." + settings.region() + ".amazonaws.com";
    return Endpoint.of(PROVIDER, settings.endpointOverride().map(URI::toString).orElse(usual));
  }
}
