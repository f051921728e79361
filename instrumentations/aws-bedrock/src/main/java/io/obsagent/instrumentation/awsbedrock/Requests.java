// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
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

  /** One for each client. */
  private static final WeakMap<Object, Endpoint> OF_CLIENTS = new WeakMap<>();

  private Requests() {}

  static GenAiRequest of(AwsClient client, ConverseRequest request) {
    return converse(client, request.modelId(), request.inferenceConfig()).tier(tier(request));
  }

  static GenAiRequest of(AwsClient client, ConverseStreamRequest request) {
    return converse(client, request.modelId(), request.inferenceConfig())
        .tier(tier(request))
        .stream(true);
  }

  static GenAiRequest of(AwsClient client, @Nullable String model, RequestBody body) {
    GenAiRequest request = to(client).request(task(model, body), model);
    return body.settings(GenAiTask.GENERATE_CONTENT == request.task() ? image(request) : request);
  }

  private static GenAiRequest image(GenAiRequest request) {
    return request.outputType("image");
  }

  private static GenAiTask task(@Nullable String model, RequestBody body) {
    if (model == null) {
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

  private static GenAiRequest converse(
      AwsClient client, @Nullable String model, @Nullable InferenceConfiguration config) {
    GenAiRequest request = to(client).request(GenAiTask.CHAT, model);
    if (config == null) {
      return request;
    }
    Integer most = config.maxTokens();
    return request
        .maxTokens(most == null ? -1 : most)
        .temperature(number(config.temperature()))
        .topP(number(config.topP()))
        .stop(config.hasStopSequences() ? config.stopSequences() : null);
  }

  private static double number(@Nullable Float value) {
    return value == null ? Double.NaN : Double.parseDouble(value.toString());
  }

  static @Nullable String tier(Object requestOrAnswer) {
    Object tier = TIER.of(requestOrAnswer);
    return tier == null || tier instanceof String ? (String) tier : (String) TIER_TYPE.of(tier);
  }

  private static Endpoint to(AwsClient client) {
    Endpoint known = OF_CLIENTS.get(client);
    return known != null ? known : OF_CLIENTS.putIfAbsent(client, find(client));
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

  static void asked(GenAiContent said, Object request) {
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
