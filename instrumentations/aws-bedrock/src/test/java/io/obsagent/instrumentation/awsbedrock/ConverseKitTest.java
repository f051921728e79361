// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static io.obsagent.instrumentation.awsbedrock.EventStream.event;

import io.obsagent.testing.GenAiKit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

class ConverseKitTest extends GenAiKit {
  static final String TEXT = "{\"text\":\"Tea.\"}";
  static final String USAGE = ",\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5}";

  static String answer(String block, String reason, String usage) {
    return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":["
        + block
        + "]}},\"stopReason\":\""
        + reason
        + "\",\"metrics\":{\"latencyMs\":5}"
        + usage
        + "}";
  }

  static String firstEvent() {
    return event("messageStart", "{\"role\":\"assistant\"}");
  }

  static String lastEvents() {
    return event("contentBlockDelta", "{\"delta\":{\"text\":\"Tea.\"},\"contentBlockIndex\":0}")
        + event("contentBlockStop", "{\"contentBlockIndex\":0}")
        + event("messageStop", "{\"stopReason\":\"end_turn\"}")
        + event("metadata", "{\"metrics\":{\"latencyMs\":5}" + USAGE + "}");
  }

  @Override
  protected Wire wire() {
    return new Wire(
        answer(TEXT, "end_turn", USAGE),
        "end_turn",
        answer(
            "{\"toolUse\":{\"toolUseId\":\"t-1\",\"name\":\"kettle\",\"input\":{\"litres\":1}}}",
            "tool_use",
            USAGE),
        "tool_use",
        answer(TEXT, "end_turn", ""),
        firstEvent(),
        lastEvents(),
        false);
  }

  @Override
  protected String toolCallStream() {
    return firstEvent()
        + event(
            "contentBlockStart",
            "{\"start\":{\"toolUse\":{\"toolUseId\":\"t-1\",\"name\":\"kettle\"}},\"contentBlockIndex\":0}")
        + input("{\\\"litres")
        + input("\\\":1}")
        + event("contentBlockStop", "{\"contentBlockIndex\":0}")
        + event("messageStop", "{\"stopReason\":\"tool_use\"}")
        + event("metadata", "{\"metrics\":{\"latencyMs\":5}" + USAGE + "}");
  }

  private static String input(String part) {
    return event(
        "contentBlockDelta",
        "{\"delta\":{\"toolUse\":{\"input\":\"" + part + "\"}},\"contentBlockIndex\":0}");
  }

  /** Cached tokens are known to newer versions only. */
  @Override
  protected Detailed detailed() {
    boolean cached = Versions.tellsCachedTokens();
    String usage =
        ",\"usage\":{\"inputTokens\":10,\"outputTokens\":20,\"totalTokens\":50,"
            + "\"cacheReadInputTokens\":14,\"cacheWriteInputTokens\":6}";
    return new Detailed(
        answer(TEXT, "end_turn", usage),
        cached
            ? Map.of(
                "input_tokens",
                30L,
                "output_tokens",
                20L,
                "cache_read.input_tokens",
                14L,
                "cache_write.input_tokens",
                6L)
            : Map.of("input_tokens", 10L, "output_tokens", 20L));
  }

  /** Who answers is told only where a router has chosen it. */
  @Override
  protected @Nullable String modelTold() {
    return null;
  }

  @Override
  protected boolean isPriced() {
    return true;
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
    return new ConverseClient(BedrockClients.connect(url, KEY, retries));
  }

  private record ConverseClient(BedrockClients clients) implements Client {
    private static Message question() {
      return Message.builder()
          .role(ConversationRole.USER)
          .content(ContentBlock.fromText(QUESTION))
          .build();
    }

    private static ConverseRequest request(String model) {
      return ConverseRequest.builder().modelId(model).messages(question()).build();
    }

    private CompletableFuture<?> stream(String model, ConverseStreamResponseHandler handler) {
      return clients
          .async()
          .converseStream(
              ConverseStreamRequest.builder().modelId(model).messages(question()).build(), handler);
    }

    @Override
    public void ask(String model) {
      clients.client().converse(request(model));
    }

    @Override
    public CompletableFuture<?> askLater(String model) {
      return clients.async().converse(request(model));
    }

    @Override
    public Chunks stream(String model) {
      PulledEvents<ConverseStreamOutput> pulled = new PulledEvents<>();
      stream(
          model,
          ConverseStreamResponseHandler.builder()
              .onEventStream(pulled::read)
              .onError(pulled::failed)
              .build());
      return pulled;
    }

    @Override
    public CompletableFuture<?> push(String model, Runnable onChunk) {
      return stream(
          model,
          ConverseStreamResponseHandler.builder()
              .onEventStream(events -> events.subscribe(event -> onChunk.run()))
              .build());
    }

    @Override
    public void close() {
      clients.close();
    }
  }
}
