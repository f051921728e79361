// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.eventstream.HeaderValue;

/** Streams of AWS' SDK, whose client has no threads here. */
abstract class BedrockStreamSdk implements Sdk {
  private final String name;
  private final ByteBuffer delta;
  private final List<ByteBuffer> last;
  private List<ByteBuffer> answer = List.of();
  private int streamed = -1;

  final BedrockRuntimeAsyncClient client =
      BedrockRuntimeAsyncClient.builder()
          .region(Region.EU_CENTRAL_1)
          .endpointOverride(URI.create("http://bedrock.local"))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
          .asyncConfiguration(
              settings ->
                  settings.advancedOption(
                      SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
          .httpClient(new Provider())
          .build();

  BedrockStreamSdk(String name, ByteBuffer delta, ByteBuffer... last) {
    this.name = name;
    this.delta = delta;
    this.last = List.of(last);
  }

  private final class Provider implements SdkAsyncHttpClient {
    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
      request
          .responseHandler()
          .onHeaders(
              SdkHttpResponse.builder()
                  .statusCode(200)
                  .putHeader("Content-Type", "application/vnd.amazon.eventstream")
                  .build());
      request.responseHandler().onStream(Flux.fromIterable(answer).map(ByteBuffer::duplicate));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }

  private static ByteBuffer event(String type, String payload) {
    return new software.amazon.eventstream.Message(
            Map.of(
                ":message-type", HeaderValue.fromString("event"),
                ":event-type", HeaderValue.fromString(type),
                ":content-type", HeaderValue.fromString("application/json")),
            Wire.bytes(payload))
        .toByteBuffer();
  }

  private static ByteBuffer part(String body) {
    return event(
        "chunk",
        "{\"bytes\":\""
            + Base64.getEncoder().encodeToString(Wire.bytes(body))
            + "\",\"p\":\"ab\"}");
  }

  @Override
  public String name() {
    return "AWS SDK 2, " + name;
  }

  @Override
  public void ask() {
    stream(1);
  }

  @Override
  public boolean stream(int chunks) {
    if (streamed != chunks) {
      streamed = chunks;
      answer = Stream.concat(Collections.nCopies(chunks, delta).stream(), last.stream()).toList();
    }
    call().join();
    return true;
  }

  abstract CompletableFuture<Void> call();

  /** {@code converseStream}: events of the SDK's own. */
  static final class Converse extends BedrockStreamSdk {
    private final ConverseStreamRequest question =
        ConverseStreamRequest.builder()
            .modelId("anthropic.claude-sonnet-4-5-20250929-v1:0")
            .messages(Message.builder().role("user").content(ContentBlock.fromText("Tea?")).build())
            .build();

    Converse() {
      super(
          "converseStream",
          event(
              "contentBlockDelta",
              "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Tea\"},\"p\":\"ab\"}"),
          event("messageStop", "{\"stopReason\":\"end_turn\"}"),
          event(
              "metadata",
              "{\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5},"
                  + "\"metrics\":{\"latencyMs\":1}}"));
    }

    @Override
    CompletableFuture<Void> call() {
      return client.converseStream(
          question,
          ConverseStreamResponseHandler.builder().subscriber(event -> Seen.chunk()).build());
    }
  }

  /** {@code invokeModelWithResponseStream}: JSON that the SDK leaves to the application. */
  static final class Invoke extends BedrockStreamSdk {
    private final InvokeModelWithResponseStreamRequest question =
        InvokeModelWithResponseStreamRequest.builder()
            .modelId("anthropic.claude-sonnet-4-5-20250929-v1:0")
            .body(
                SdkBytes.fromUtf8String(
                    "{\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Tea?\"}]}"))
            .build();

    Invoke() {
      super(
          "invokeModelWithResponseStream",
          part(
              "{\"type\":\"content_block_delta\",\"index\":0,"
                  + "\"delta\":{\"type\":\"text_delta\",\"text\":\"Tea\"}}"),
          part(
              "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
                  + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}"));
    }

    @Override
    CompletableFuture<Void> call() {
      return client.invokeModelWithResponseStream(
          question,
          InvokeModelWithResponseStreamResponseHandler.builder()
              .subscriber(event -> Seen.chunk())
              .build());
    }
  }

  /** {@code invokeModelWithBidirectionalStream}: what Nova Sonic says. */
  static final class Talk extends BedrockStreamSdk {
    private final InvokeModelWithBidirectionalStreamRequest question =
        InvokeModelWithBidirectionalStreamRequest.builder()
            .modelId("amazon.nova-sonic-v1:0")
            .build();

    /** {@code audio} as long as a chunk of Nova Sonic's, some tens of milliseconds. */
    Talk() {
      super(
          "invokeModelWithBidirectionalStream",
          part(
              "{\"event\":{\"audioOutput\":{\"completionId\":\"c-1\",\"content\":\""
                  + "UklG".repeat(500)
                  + "\"}}}"),
          part("{\"event\":{\"usageEvent\":{\"totalInputTokens\":3,\"totalOutputTokens\":2}}}"),
          part("{\"event\":{\"completionEnd\":{\"stopReason\":\"END_TURN\"}}}"));
    }

    @Override
    CompletableFuture<Void> call() {
      return client.invokeModelWithBidirectionalStream(
          question,
          Flux.empty(),
          InvokeModelWithBidirectionalStreamResponseHandler.builder()
              .subscriber(event -> Seen.chunk())
              .build());
    }
  }
}
