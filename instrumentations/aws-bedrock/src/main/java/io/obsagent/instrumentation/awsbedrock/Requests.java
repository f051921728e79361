// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.RequestBody;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/** What requests say, and to whom. */
final class Requests {
  private static final String PROVIDER = "aws.bedrock";

  /** Of a request or an answer: a word, or what holds one. */
  private static final NewerGetter TIER = new NewerGetter("serviceTierAsString", "serviceTier");

  private static final NewerGetter TIER_TYPE = new NewerGetter("typeAsString");

  /** Of requests that share no type. */
  private static final NewerGetter MODEL = new NewerGetter("modelId");

  private static final NewerGetter CONFIG = new NewerGetter("inferenceConfig");
  private static final NewerGetter BODY = new NewerGetter("body");

  private static final Endpoints TO = new Endpoints(client -> find((AwsClient) client));

  private Requests() {}

  static @Nullable GenAiOperation begin(AwsClient client, Object request, boolean stream) {
    String model = MODEL.of(request) instanceof String known ? known : null;
    RequestBody body =
        new RequestBody(
            BODY.of(request) instanceof SdkBytes bytes ? bytes.asByteArrayUnsafe() : null);
    GenAiTask task = task(model, request, body);
    GenAiRequest asked =
        settings(TO.of(client).request(task, model), request, body)
            .outputType(task == GenAiTask.GENERATE_CONTENT ? "image" : null)
            .tier(tier(request))
            .stream(stream);
    return ModelCall.begin(
        asked,
        Answers::refused,
        request,
        Answers.READER,
        (said, unused) -> {
          tellSaid(said, request);
          RequestBody.asked(said, body);
        });
  }

  private static GenAiRequest settings(GenAiRequest asked, Object request, RequestBody body) {
    if (!(CONFIG.of(request) instanceof InferenceConfiguration config)) {
      return body.settings(asked);
    }
    Integer most = config.maxTokens();
    return asked
        .maxTokens(most == null ? -1 : most)
        .temperature(number(config.temperature()))
        .topP(number(config.topP()))
        .stop(config.hasStopSequences() ? config.stopSequences() : null);
  }

  private static GenAiTask task(@Nullable String model, Object request, RequestBody body) {
    if (model == null
        || request instanceof ConverseRequest
        || request instanceof ConverseStreamRequest) {
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

  private static double number(@Nullable Float value) {
    return value == null ? Double.NaN : Double.parseDouble(value.toString());
  }

  static @Nullable String tier(Object requestOrAnswer) {
    Object tier = TIER.of(requestOrAnswer);
    return tier == null || tier instanceof String ? (String) tier : (String) TIER_TYPE.of(tier);
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

  private static void tellSaid(GenAiContent said, Object request) {
    if (request instanceof ConverseRequest whole) {
      asked(said, whole.system(), whole.messages());
    } else if (request instanceof ConverseStreamRequest streamed) {
      asked(said, streamed.system(), streamed.messages());
    }
  }

  private static void asked(
      GenAiContent said, List<SystemContentBlock> system, List<Message> messages) {
    said.instructions(SpokenText.of(system));
    for (Message message : messages) {
      said.input(message.roleAsString(), SpokenText.of(message));
    }
  }
}
