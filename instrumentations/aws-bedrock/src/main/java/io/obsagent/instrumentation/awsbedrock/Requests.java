// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.GetterPath;
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
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;

/** What requests say, and to whom. */
final class Requests {
  private static final String PROVIDER = "aws.bedrock";

  /** Of a request or an answer: a word, or what holds one. */
  static final String[] TIERS = {"serviceTierAsString", "serviceTier.typeAsString"};

  static final GetterPath TIER = new GetterPath(TIERS);

  private static final RequestTable REQUEST =
      new RequestTable()
          .asks(Asks.MODEL, "modelId")
          .asks(Asks.MAX_TOKENS, "inferenceConfig.maxTokens")
          .asks(Asks.TEMPERATURE, "inferenceConfig.temperature")
          .asks(Asks.TOP_P, "inferenceConfig.topP")
          .asks(Asks.STOP, Requests::stop)
          .asks(Asks.TIER, TIERS)
          .asks(Asks.INSTRUCTIONS, "system")
          .asks(Asks.MESSAGES, "messages")
          .asks(Asks.ROLE, "roleAsString")
          .asks(Asks.TEXT, message -> message);

  private static final NewerGetter CONFIG = new NewerGetter("inferenceConfig");
  private static final NewerGetter BODY = new NewerGetter("body");

  private static final Endpoints TO = new Endpoints(client -> find((AwsClient) client));

  private Requests() {}

  static @Nullable GenAiOperation begin(AwsClient client, Object request, boolean stream) {
    RequestBody body =
        BODY.of(request) instanceof SdkBytes bytes
            ? new RequestBody(bytes.asByteArrayUnsafe())
            : null;
    String model = REQUEST.model(request);
    GenAiTask task = task(model, body);
    GenAiRequest asked =
        REQUEST
            .settings(TO.of(client).request(task, model), request)
            .outputType(task == GenAiTask.GENERATE_CONTENT ? "image" : null)
            .stream(stream);
    return body == null
        ? ModelCall.begin(asked, Requests::refused, request, Answers.READER, REQUEST::tellSaid)
        : ModelCall.begin(
            body.settings(asked), Requests::refused, body, Answers.READER, RequestBody::asked);
  }

  /** The application is not answered, as a budget is spent. */
  private static RuntimeException refused(String reason) {
    return BedrockRuntimeException.builder().message(reason).build();
  }

  /** Lists that nobody has set are empty. */
  private static @Nullable Object stop(Object request) {
    return CONFIG.of(request) instanceof InferenceConfiguration config && config.hasStopSequences()
        ? config.stopSequences()
        : null;
  }

  private static GenAiTask task(@Nullable String model, @Nullable RequestBody body) {
    if (model == null || body == null) {
      return GenAiTask.CHAT;
    }
    if (model.contains("embed")) {
      return GenAiTask.EMBEDDINGS;
    }
    if (model.contains("rerank")) {
      return GenAiTask.RERANK;
    }
    if (model.contains("-image") || model.contains("canvas") || model.contains("stability.")) {
      return GenAiTask.GENERATE_CONTENT;
    }
    return body.completes() ? GenAiTask.TEXT_COMPLETION : GenAiTask.CHAT;
  }

  /** A client that does not tell its settings is one of an application's own. */
  private static Endpoint find(AwsClient client) {
    AwsServiceClientConfiguration settings = client.serviceClientConfiguration();
    URI own = settings.endpointOverride().orElse(null);
    return Endpoint.of(
        PROVIDER,
        own != null
            ? own.toString()
            : "https://bedrock-runtime." + settings.region() + ".amazonaws.com");
  }
}
