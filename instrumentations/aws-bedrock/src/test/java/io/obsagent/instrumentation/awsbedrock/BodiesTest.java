// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import static io.obsagent.instrumentation.awsbedrock.EventStream.chunk;
import static io.obsagent.testing.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import io.obsagent.testing.ScriptedServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** Bodies as the vendors' models take and give them. */
@ExtendWith(AgentExtension.class)
class BodiesTest {
  private static final String METRICS =
      "\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":7,\"outputTokenCount\":5,"
          + "\"invocationLatency\":9,\"firstByteLatency\":4}";

  private static RecordedSpan span(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  private static void invoke(String model, String body, Answer answer) throws Exception {
    try (ScriptedServer server = new ScriptedServer(answer);
        BedrockClients clients = BedrockClients.connect(server.url(), "local", 0)) {
      clients
          .client()
          .invokeModel(request -> request.modelId(model).body(SdkBytes.fromUtf8String(body)));
    }
  }

  private static void stream(String model, String body, String... chunks) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String chunk : chunks) {
      all.append(chunk(chunk));
    }
    try (ScriptedServer server =
            new ScriptedServer(ScriptedServer.stream(EventStream.TYPE, all.toString()));
        BedrockClients clients = BedrockClients.connect(server.url(), "local", 0)) {
      clients
          .async()
          .invokeModelWithResponseStream(
              request -> request.modelId(model).body(SdkBytes.fromUtf8String(body)),
              InvokeModelWithResponseStreamResponseHandler.builder()
                  .onEventStream(events -> events.subscribe(event -> {}))
                  .build())
          .get(60, TimeUnit.SECONDS);
    }
  }

  private static void assertTold(RecordedSpan span, long input, long output, String reason) {
    assertThat(span.attributes())
        .containsEntry("gen_ai.usage.input_tokens", input)
        .containsEntry("gen_ai.usage.output_tokens", output)
        .containsEntry("gen_ai.response.finish_reasons", List.of(reason));
  }

  @Test
  void nova() throws Exception {
    String question =
        "{\"schemaVersion\":\"messages-v1\",\"system\":[{\"text\":\"Be kind.\"}],"
            + "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Tea?\"}]}],"
            + "\"inferenceConfig\":{\"maxTokens\":64,\"temperature\":0.5,\"topP\":0.9,\"topK\":20,"
            + "\"stopSequences\":[\"END\",\"FIN\"]}}";
    invoke(
        "us.amazon.nova-pro-v1:0",
        question,
        json(
            200,
            "",
            "{\"output\":{\"message\":{\"content\":[{\"text\":\"Tea.\"}],\"role\":\"assistant\"}},"
                + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":7,\"outputTokens\":5,"
                + "\"totalTokens\":15,\"cacheReadInputTokenCount\":2,"
                + "\"cacheWriteInputTokenCount\":1}}"));
    stream(
        "amazon.nova-lite-v1:0",
        question,
        "{\"messageStart\":{\"role\":\"assistant\"}}",
        "{\"contentBlockDelta\":{\"delta\":{\"text\":\"Tea.\"},\"contentBlockIndex\":0}}",
        "{\"messageStop\":{\"stopReason\":\"max_tokens\"}}",
        "{\"metadata\":{\"usage\":{\"inputTokens\":7,\"outputTokens\":5},\"metrics\":{},"
            + "\"trace\":{}},"
            + METRICS
            + "}");

    RecordedSpan whole = span("chat us.amazon.nova-pro-v1:0");
    assertTold(whole, 10, 5, "end_turn");
    assertThat(whole.attributes())
        .containsEntry("gen_ai.usage.cache_read.input_tokens", 2L)
        .containsEntry("gen_ai.usage.cache_write.input_tokens", 1L)
        .containsEntry("gen_ai.request.max_tokens", 64L)
        .containsEntry("gen_ai.request.temperature", 0.5)
        .containsEntry("gen_ai.request.top_p", 0.9)
        .containsEntry("gen_ai.request.top_k", 20L)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END", "FIN"));
    assertTold(span("chat amazon.nova-lite-v1:0"), 7, 5, "max_tokens");
  }

  @Test
  void titan() throws Exception {
    String question =
        "{\"inputText\":\"Tea?\",\"textGenerationConfig\":{\"maxTokenCount\":64,\"topP\":1}}";
    invoke(
        "amazon.titan-text-express-v1",
        question,
        json(
            200,
            "",
            "{\"inputTextTokenCount\":7,\"results\":[{\"tokenCount\":5,\"outputText\":\"\\\"Tea\\\"\","
                + "\"completionReason\":\"FINISH\"}]}"));
    stream(
        "amazon.titan-text-lite-v1",
        question,
        "{\"outputText\":\"Tea.\",\"index\":0,\"totalOutputTextTokenCount\":5,"
            + "\"completionReason\":\"LENGTH\",\"inputTextTokenCount\":7,"
            + METRICS
            + "}");
    invoke(
        "amazon.titan-embed-text-v2:0",
        "{\"inputText\":\"Tea?\"}",
        json(200, "", "{\"embedding\":[0.5,-0.25],\"inputTextTokenCount\":7}"));

    RecordedSpan whole = span("text_completion amazon.titan-text-express-v1");
    assertTold(whole, 7, 5, "FINISH");
    assertThat(whole.attribute("gen_ai.request.max_tokens")).isEqualTo(64L);
    assertTold(span("text_completion amazon.titan-text-lite-v1"), 7, 5, "LENGTH");
    assertThat(span("embeddings amazon.titan-embed-text-v2:0").attributes())
        .containsEntry("gen_ai.usage.input_tokens", 7L)
        .doesNotContainKey("gen_ai.usage.output_tokens");
  }

  @Test
  void llama() throws Exception {
    String question = "{\"prompt\":\"Tea?\",\"max_gen_len\":64,\"temperature\":0.5}";
    invoke(
        "meta.llama3-8b-instruct-v1:0",
        question,
        json(
            200,
            "",
            "{\"generation\":\"Tea.\",\"prompt_token_count\":7,\"generation_token_count\":5,"
                + "\"stop_reason\":\"stop\"}"));
    stream(
        "meta.llama3-70b-instruct-v1:0",
        question,
        "{\"generation\":\"Te\",\"prompt_token_count\":7,\"generation_token_count\":1,"
            + "\"stop_reason\":null}",
        "{\"generation\":\"a.\",\"prompt_token_count\":null,\"generation_token_count\":5,"
            + "\"stop_reason\":\"length\","
            + METRICS
            + "}");

    RecordedSpan whole = span("text_completion meta.llama3-8b-instruct-v1:0");
    assertTold(whole, 7, 5, "stop");
    assertThat(whole.attribute("gen_ai.request.max_tokens")).isEqualTo(64L);
    assertTold(span("text_completion meta.llama3-70b-instruct-v1:0"), 7, 5, "length");
  }

  /** Its completions tell no tokens, but the answer's headers do. */
  @Test
  void mistral() throws Exception {
    invoke(
        "mistral.mistral-7b-instruct-v0:2",
        "{\"prompt\":\"Tea?\",\"max_tokens\":64,\"top_k\":20,\"stop\":[\"END\"]}",
        json(
            200,
            "X-Amzn-Bedrock-Input-Token-Count: 7\r\nX-Amzn-Bedrock-Output-Token-Count: 5\r\n",
            "{\"outputs\":[{\"text\":\"Tea.\",\"stop_reason\":\"stop\"}]}"));
    invoke(
        "mistral.pixtral-large-2502-v1:0",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Tea?\"}]}",
        json(
            200,
            "X-Amzn-Bedrock-Input-Token-Count: 70\r\n",
            "{\"id\":\"x-1\",\"model\":\"pixtral\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"content\":\"Tea.\"},\"stop_reason\":\"stop\"}],\"usage\":"
                + "{\"prompt_tokens\":7,\"completion_tokens\":5,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":2}}}"));
    stream(
        "mistral.mixtral-8x7b-instruct-v0:1",
        "{\"prompt\":\"Tea?\"}",
        "{\"outputs\":[{\"text\":\"Te\",\"stop_reason\":null}]}",
        "{\"outputs\":[{\"text\":\"a.\",\"stop_reason\":\"stop\"}]," + METRICS + "}");

    assertTold(span("text_completion mistral.mistral-7b-instruct-v0:2"), 7, 5, "stop");
    RecordedSpan chat = span("chat mistral.pixtral-large-2502-v1:0");
    assertTold(chat, 7, 5, "stop");
    assertThat(chat.attributes())
        .containsEntry("gen_ai.response.id", "x-1")
        .containsEntry("gen_ai.response.model", "pixtral")
        .containsEntry("gen_ai.usage.cache_read.input_tokens", 2L);
    assertTold(span("text_completion mistral.mixtral-8x7b-instruct-v0:1"), 7, 5, "stop");
  }

  @Test
  void cohere() throws Exception {
    String question = "{\"message\":\"Tea?\",\"max_tokens\":64,\"p\":0.5,\"k\":20}";
    invoke(
        "cohere.command-r-v1:0",
        question,
        json(
            200,
            "X-Amzn-Bedrock-Input-Token-Count: 7\r\nX-Amzn-Bedrock-Output-Token-Count: 5\r\n",
            "{\"response_id\":\"r-1\",\"text\":\"Tea.\",\"finish_reason\":\"COMPLETE\","
                + "\"chat_history\":[{\"role\":\"USER\",\"message\":\"Tea?\"}]}"));
    stream(
        "cohere.command-r-plus-v1:0",
        question,
        "{\"is_finished\":false,\"event_type\":\"text-generation\",\"text\":\"Tea.\"}",
        "{\"is_finished\":true,\"event_type\":\"stream-end\",\"response\":{\"text\":\"Tea.\","
            + "\"finish_reason\":\"COMPLETE\"},\"finish_reason\":\"COMPLETE\","
            + METRICS
            + "}");
    invoke(
        "cohere.embed-english-v3",
        "{\"texts\":[\"Tea?\"],\"input_type\":\"search_query\"}",
        json(
            200,
            "X-Amzn-Bedrock-Input-Token-Count: 7\r\n",
            "{\"id\":\"e-1\",\"embeddings\":[[0.5,0.25]],\"texts\":[\"tea?\"]}"));

    RecordedSpan whole = span("chat cohere.command-r-v1:0");
    assertTold(whole, 7, 5, "COMPLETE");
    assertThat(whole.attributes())
        .containsEntry("gen_ai.response.id", "r-1")
        .containsEntry("gen_ai.request.top_p", 0.5)
        .containsEntry("gen_ai.request.top_k", 20L);
    assertTold(span("chat cohere.command-r-plus-v1:0"), 7, 5, "COMPLETE");
    assertThat(span("embeddings cohere.embed-english-v3").attribute("gen_ai.usage.input_tokens"))
        .isEqualTo(7L);
  }

  @Test
  void whatACallCostsFollowsFromTheNamesOfAmazon() throws Exception {
    Map<String, Double> costs =
        Map.of(
            "anthropic.claude-3-5-sonnet-20241022-v2:0",
            (7 * 3 + 5 * 15) / 1e6,
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-5-sonnet-20241022-v2:0",
            (7 * 3 + 5 * 15) / 1e6,
            "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
            (7 * 3 + 5 * 15) / 1e6);
    for (Map.Entry<String, Double> cost : costs.entrySet()) {
      String model = cost.getKey();
      invoke(
          model,
          "{\"messages\":[],\"max_tokens\":64}",
          json(
              200,
              "",
              "{\"model\":\"claude-3-5-sonnet-20241022\",\"stop_reason\":\"end_turn\","
                  + "\"usage\":{\"input_tokens\":7,\"output_tokens\":5}}"));
      span("chat " + model);
      assertThat(
              Recorded.metric(
                  "ai_cost_usd_total{model=\"" + model + "\",provider=\"aws.bedrock\"}"))
          .as(model)
          .isEqualTo(cost.getValue(), within(1e-12));
    }
  }

  @Test
  void settingsOfAConversationAreOnTheSpan() throws Exception {
    String answer =
        ConverseKitTest.answer(ConverseKitTest.TEXT, "guardrail_intervened", ConverseKitTest.USAGE);
    try (ScriptedServer server = new ScriptedServer(json(200, "", answer));
        BedrockClients clients = BedrockClients.connect(server.url(), "local", 0)) {
      clients
          .client()
          .converse(
              request ->
                  request
                      .modelId("c-settings")
                      .inferenceConfig(
                          config ->
                              config
                                  .maxTokens(64)
                                  .temperature(0.1f)
                                  .topP(0.9f)
                                  .stopSequences("END"))
                      .messages(
                          Message.builder()
                              .role(ConversationRole.USER)
                              .content(ContentBlock.fromText("Tea?"))
                              .build()));
    }

    assertThat(span("chat c-settings").attributes())
        .containsEntry("gen_ai.request.max_tokens", 64L)
        .containsEntry("gen_ai.request.temperature", 0.1)
        .containsEntry("gen_ai.request.top_p", 0.9)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END"))
        .containsEntry("gen_ai.response.finish_reasons", List.of("guardrail_intervened"));
    assertThat(
            Recorded.metric(
                "ai_errors_total{model=\"c-settings\",provider=\"aws.bedrock\","
                    + "error_type=\"content_filter\"}"))
        .isEqualTo(1);
  }

  @Test
  void anExceptionInAStreamIsTheErrorThatItNames() throws Exception {
    String events =
        ConverseKitTest.firstEvent()
            + EventStream.exception("throttlingException", "{\"message\":\"slow down\"}");
    try (ScriptedServer server =
            new ScriptedServer(ScriptedServer.stream(EventStream.TYPE, events));
        BedrockClients clients = BedrockClients.connect(server.url(), "local", 0)) {
      assertThatThrownBy(
              () ->
                  clients
                      .async()
                      .converseStream(
                          request -> request.modelId("c-throttled"),
                          ConverseStreamResponseHandler.builder()
                              .onEventStream(each -> each.subscribe(event -> {}))
                              .build())
                      .get(60, TimeUnit.SECONDS))
          .hasMessageContaining("slow down");
    }

    RecordedSpan span = span("chat c-throttled");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("rate_limit");
  }

  @Test
  void aStreamThatNobodyReadsEndsWhenTheLibraryGivesItUp() throws Exception {
    String events = ConverseKitTest.firstEvent() + ConverseKitTest.lastEvents();
    try (ScriptedServer server =
            new ScriptedServer(ScriptedServer.stream(EventStream.TYPE, events));
        BedrockClients clients =
            BedrockClients.connect(server.url(), "local", 0, Duration.ofMillis(500))) {
      clients
          .async()
          .converseStream(
              request -> request.modelId("c-dropped"),
              ConverseStreamResponseHandler.builder()
                  .onEventStream(new PulledEvents<ConverseStreamOutput>()::read)
                  .build());
      assertThat(span("chat c-dropped").status()).isEqualTo("ERROR");
    }
  }

  @Test
  void theCallOfTheSdkIsNoSecondSpanAndItsRequestsAreChildren() throws Exception {
    String answer = ConverseKitTest.answer(ConverseKitTest.TEXT, "end_turn", ConverseKitTest.USAGE);
    try (ScriptedServer server =
            new ScriptedServer(
                json(429, "", Versions.refusal(429, "wait")),
                json(200, "", answer),
                json(200, "", answer));
        BedrockClients clients = BedrockClients.connect(server.url(), "local", 1)) {
      clients.async().converse(request -> request.modelId("c-once")).get(60, TimeUnit.SECONDS);
      clients.client().converse(request -> request.modelId("c-again"));
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(5);
    RecordedSpan retried = Recorded.span("chat c-once");
    assertThat(spans).filteredOn(span -> span.isChildOf(retried)).hasSize(2);
    assertThat(retried.attribute("obs.gen_ai.retries")).isEqualTo(1L);
    assertThat(spans).filteredOn(span -> span.isChildOf(Recorded.span("chat c-again"))).hasSize(1);
  }

  @Test
  void aBodyThatIsNoJsonHasNoTokensAndIsTheApplicationsToJudge() throws Exception {
    for (String body :
        List.of(
            "", "{", "[1]", "{\"usage\":{\"input_tokens\":\"", "{\"usage\" 1}", "\\\"", "{{}")) {
      String model = "c-odd-" + body.length() + body.hashCode();
      invoke(model, body.isEmpty() ? "{" : body, json(200, "", body));
      assertThat(span("chat " + model).attributes()).doesNotContainKey("gen_ai.usage.input_tokens");
    }
  }
}
