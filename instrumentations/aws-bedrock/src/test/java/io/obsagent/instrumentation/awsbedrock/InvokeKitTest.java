// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static io.obsagent.instrumentation.awsbedrock.EventStream.chunk;

import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/** The kit with bodies of Anthropic; {@link BodiesTest} has the others. */
class InvokeKitTest extends GenAiKit {
  private static final String TEXT = "{\"type\":\"text\",\"text\":\"Tea.\"}";
  private static final String USAGE = ",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}";

  private static String message(String content, String reason, String usage) {
    return "{\"id\":\"msg-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m-real\","
        + "\"content\":["
        + content
        + "],\"stop_reason\":"
        + reason
        + ",\"stop_sequence\":null"
        + usage
        + "}";
  }

  @Override
  protected Wire wire() {
    return new Wire(
        message(TEXT, "\"end_turn\"", USAGE),
        "end_turn",
        message(
            "{\"type\":\"tool_use\",\"id\":\"t-1\",\"name\":\"kettle\",\"input\":{\"litres\":1}}",
            "\"tool_use\"",
            USAGE),
        "tool_use",
        message(TEXT, "\"end_turn\"", ""),
        chunk(
            "{\"type\":\"message_start\",\"message\":"
                + message("", "null", USAGE.replace(":2}", ":1}"))
                + "}"),
        chunk(
                "{\"type\":\"content_block_delta\",\"index\":0,"
                    + "\"delta\":{\"type\":\"text_delta\",\"text\":\"Tea.\"}}")
            + chunk(
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\","
                    + "\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}")
            + chunk(
                "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":"
                    + "{\"inputTokenCount\":1,\"outputTokenCount\":1,\"invocationLatency\":9}}"),
        true);
  }

  @Override
  protected String toolCallStream() {
    return chunk("{\"type\":\"message_start\",\"message\":" + message("", "null", USAGE) + "}")
        + chunk(
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                + "{\"type\":\"tool_use\",\"id\":\"t-1\",\"name\":\"kettle\",\"input\":{}}}")
        + input("{\\\"litres")
        + input("\\\":1}")
        + chunk(
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},"
                + "\"usage\":{\"output_tokens\":2}}")
        + chunk("{\"type\":\"message_stop\"}");
  }

  private static String input(String part) {
    return chunk(
        "{\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\""
            + part
            + "\"}}");
  }

  @Override
  protected Detailed detailed() {
    String usage =
        ",\"usage\":{\"input_tokens\":10,\"output_tokens\":20,\"cache_read_input_tokens\":14,"
            + "\"cache_creation_input_tokens\":6,"
            + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":4,\"ephemeral_1h_input_tokens\":2}}";
    return new Detailed(
        message(TEXT, "\"end_turn\"", usage),
        Map.of(
            "input_tokens",
            30L,
            "output_tokens",
            20L,
            "cache_read.input_tokens",
            14L,
            "cache_write.input_tokens",
            6L));
  }

  /** To the library an answer is bytes. */
  @Override
  protected boolean parses() {
    return false;
  }

  @Override
  protected String streamType() {
    return EventStream.TYPE;
  }

  @Override
  protected String refusal(int status, String message) {
    return Versions.refusal(status, message);
  }

  @Override
  protected String provider() {
    return "aws.bedrock";
  }

  @Override
  protected long earlyOutput() {
    return 1;
  }

  /** Its connection holds it, until the library gives that up: {@link BodiesTest}. */
  @Override
  protected boolean forgets() {
    return false;
  }

  @Override
  protected boolean holdsConnections() {
    return true;
  }

  @Override
  protected Client connect(String url, int retries) {
    return new InvokeClient(BedrockClients.connect(url, KEY, retries));
  }

  private record InvokeClient(BedrockClients clients) implements Client {
    private static SdkBytes question() {
      return SdkBytes.fromUtf8String(
          "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":64,"
              + "\"messages\":[{\"role\":\"user\",\"content\":\""
              + QUESTION
              + "\"}]}");
    }

    private static InvokeModelRequest request(String model) {
      return InvokeModelRequest.builder().modelId(model).body(question()).build();
    }

    private CompletableFuture<?> stream(
        String model, InvokeModelWithResponseStreamResponseHandler handler) {
      return clients
          .async()
          .invokeModelWithResponseStream(
              InvokeModelWithResponseStreamRequest.builder()
                  .modelId(model)
                  .body(question())
                  .build(),
              handler);
    }

    @Override
    public void ask(String model) {
      clients.client().invokeModel(request(model));
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return clients.async().invokeModel(request(model));
    }

    @Override
    public Chunks stream(String model) {
      PulledEvents<ResponseStream> pulled = new PulledEvents<>();
      stream(
          model,
          InvokeModelWithResponseStreamResponseHandler.builder()
              .onEventStream(pulled::read)
              .onError(pulled::failed)
              .build());
      return pulled;
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      return stream(
          model,
          InvokeModelWithResponseStreamResponseHandler.builder()
              .onEventStream(events -> events.subscribe(event -> onChunk.run()))
              .build());
    }

    @Override
    public void close() {
      clients.close();
    }
  }
}
