// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4j;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class LayersTest {
  /** One of the application's, which another answers for. */
  private record Polite(ChatModel model) implements ChatModel {
    @Override
    public ChatResponse chat(ChatRequest request) {
      return model.chat(request);
    }
  }

  @BeforeEach
  void forget() {
    Recorded.settled();
    Recorded.clear();
  }

  @Test
  void aModelThatAsksAnotherIsOneCallOfThatOne() throws Exception {
    String answer = OpenAiWire.HEAD + OpenAiWire.TEXT + OpenAiWire.USAGE;
    try (ScriptedServer server = new ScriptedServer(json(200, "", answer))) {
      new Polite(OpenAiWire.model(server.url(), "key", "m-layers", 0)).chat("Tea?");
    }

    Recorded.awaitSpans(2);
    RecordedSpan span = Recorded.span("chat m-layers");
    assertThat(span.attributes())
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.usage.output_tokens", 2L);
    assertThat(
            Recorded.metric(
                "ai_requests_total{model=\"m-layers\",provider=\"openai\",status=\"success\"}"))
        .isEqualTo(1);
  }

  @Test
  void aStreamThatIsCancelledHasBeenLeftEarly() throws Exception {
    assumeTrue(hasHandle(), "this version's streams cannot be cancelled");
    StreamingChatResponseHandler handler =
        (StreamingChatResponseHandler)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {StreamingChatResponseHandler.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("onPartialResponse") && arguments.length == 2) {
                    Object handle =
                        arguments[1].getClass().getMethod("streamingHandle").invoke(arguments[1]);
                    Class.forName(HANDLE).getMethod("cancel").invoke(handle);
                  }
                  return null;
                });
    ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Tea?")).build();
    try (ScriptedServer server =
        new ScriptedServer(
            stream("text/event-stream", OpenAiWire.FIRST_CHUNK + OpenAiWire.LAST_CHUNKS))) {
      OpenAiWire.streaming(server.url(), "key", "m-cancelled").chat(request, handler);
      Recorded.await(
          () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("chat m-cancelled")),
          () -> "no call among " + Recorded.spans());
    }

    RecordedSpan span = Recorded.span("chat m-cancelled");
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attribute("obs.gen_ai.left_early")).isEqualTo(true);
  }

  private static final String HANDLE = "dev.langchain4j.model.chat.response.StreamingHandle";

  private static boolean hasHandle() {
    try {
      Class.forName(HANDLE);
      return true;
    } catch (ClassNotFoundException ofAnOlderVersion) {
      return false;
    }
  }
}
