// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class AiServicesTest {
  private static final String TYPE = "text/event-stream";

  interface Assistant {
    String chat(String question);

    TokenStream stream(String question);

    default String twice(String question) {
      return chat(question) + chat(question);
    }
  }

  static final class Kettle {
    @Tool
    String kettle() {
      return "on";
    }
  }

  static final class BrokenKettle {
    @Tool
    String kettle() {
      throw new IllegalStateException("mine");
    }
  }

  @BeforeEach
  void forget() {
    Recorded.settled();
    Recorded.clear();
  }

  private static Assistant assistant(ScriptedServer server, Object tools) {
    return AiServices.builder(Assistant.class)
        .chatModel(OpenAiWire.model(server.url(), "local", "m-agent", 0))
        .streamingChatModel(OpenAiWire.streaming(server.url(), "local", "m-agent"))
        .tools(tools)
        .build();
  }

  private static List<RecordedSpan> childrenOf(RecordedSpan parent) {
    List<RecordedSpan> children = new ArrayList<>();
    for (RecordedSpan span : Recorded.spans()) {
      if (parent.spanId().equals(span.parentSpanId())) {
        children.add(span);
      }
    }
    return children;
  }

  private static ScriptedServer answering() throws Exception {
    return new ScriptedServer(
        json(200, "", OpenAiWire.HEAD + OpenAiWire.TOOL_CALL + OpenAiWire.USAGE),
        json(200, "", OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE));
  }

  private static ScriptedServer streaming() throws Exception {
    return new ScriptedServer(
        stream(TYPE, OpenAiWire.TOOL_CHUNKS),
        stream(TYPE, OpenAiWire.FIRST_CHUNK + OpenAiWire.LAST_CHUNKS));
  }

  /** The agent, two calls of the model with a request each, and the tool between them. */
  private static void assertOneAgent(String name) {
    Recorded.awaitSpans(6);
    RecordedSpan agent = Recorded.span("invoke_agent " + name);
    assertThat(agent.status()).isEqualTo("UNSET");
    assertThat(agent.kind()).isEqualTo("INTERNAL");
    assertThat(agent.attributes())
        .containsEntry("gen_ai.operation.name", "invoke_agent")
        .containsEntry("gen_ai.agent.name", name);
    assertThat(childrenOf(agent))
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("chat m-agent", "execute_tool kettle", "chat m-agent");
    assertThat(Recorded.span("execute_tool kettle").attributes())
        .containsEntry("gen_ai.tool.name", "kettle")
        .containsEntry("gen_ai.tool.call.id", "t-1")
        .containsEntry("gen_ai.tool.type", "function");
  }

  @Test
  void aServiceIsAnAgentWithItsModelCallsAndTools() throws Exception {
    try (ScriptedServer server = answering()) {
      assertThat(assistant(server, new Kettle()).chat("Tea?")).isEqualTo("Tea.");
    }

    assertOneAgent("Assistant.chat");
    assertThat(
            Recorded.metric(
                "ai_agent_duration_seconds_count{agent=\"Assistant.chat\",status=\"success\"}"))
        .isNotNull();
  }

  @Test
  void aStreamOfTokensIsOneAgentUntilItsLastAnswer() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    try (ScriptedServer server = streaming()) {
      assistant(server, new Kettle()).stream("Tea?")
          .onPartialResponse(token -> {})
          .onCompleteResponse(response -> answer.complete(response.aiMessage().text()))
          .onError(answer::completeExceptionally)
          .start();
      assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("Tea.");
      assertOneAgent("Assistant.stream");
    }
  }

  @Test
  void aStreamThatFailsIsAnAgentsError() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    try (ScriptedServer server = new ScriptedServer(json(401, "", "{}"))) {
      assistant(server, new Kettle()).stream("Tea?")
          .onPartialResponse(token -> {})
          .onCompleteResponse(response -> answer.complete("?"))
          .onError(answer::completeExceptionally)
          .start();
      assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
      Recorded.awaitSpans(3);
    }

    assertThat(Recorded.span("invoke_agent Assistant.stream").status()).isEqualTo("ERROR");
    assertThat(Recorded.span("chat m-agent").attribute("error.type")).isEqualTo("authentication");
  }

  @Test
  void aStreamThatNobodyStartsEndsWhenItIsCollected() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(401, "", "{}"))) {
      assistant(server, new Kettle()).stream("Tea?");
    }
    Recorded.await(
        () -> {
          System.gc();
          return !Recorded.spans().isEmpty();
        },
        () -> "the agent's work has not ended");
    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("invoke_agent Assistant.stream");
  }

  @Test
  void aToolThatFailsIsAnErrorWhereTheLibrarySaysSo() throws Exception {
    try (ScriptedServer server = answering()) {
      assertThat(assistant(server, new BrokenKettle()).chat("Tea?")).isEqualTo("Tea.");
    }

    Recorded.awaitSpans(6);
    RecordedSpan tool = Recorded.span("execute_tool kettle");
    if (System.getProperty("library.version") == null) {
      assertThat(tool.status()).as("1.0 answers what was thrown as text").isEqualTo("UNSET");
    } else {
      assertThat(tool.status()).isEqualTo("ERROR");
      assertThat(tool.attribute("error.type"))
          .isIn("java.lang.IllegalStateException", "tool_error");
    }
    assertThat(Recorded.span("invoke_agent Assistant.chat").status()).isEqualTo("UNSET");
  }

  @Test
  void aServiceThatFailsIsAnError() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(401, "", "{}"))) {
      assertThatThrownBy(() -> assistant(server, new Kettle()).chat("Tea?"))
          .isInstanceOf(RuntimeException.class);
    }

    Recorded.awaitSpans(3);
    assertThat(Recorded.span("invoke_agent Assistant.chat").status()).isEqualTo("ERROR");
  }

  @Test
  void aServiceIsStillAnObjectAndNoAgentForThat() throws Exception {
    try (ScriptedServer server = answering()) {
      Assistant assistant = assistant(server, new Kettle());
      assertThat(assistant.hashCode()).isEqualTo(assistant.hashCode());
      assertThat(assistant.toString()).isEqualTo(assistant.toString());
    }
    assertThat(Recorded.settled()).isEmpty();
  }
}
