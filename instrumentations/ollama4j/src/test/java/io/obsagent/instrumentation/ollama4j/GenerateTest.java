// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ScriptedServer;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class GenerateTest {
  private static RecordedSpan span(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no span " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }

  @Test
  void anAnswerThatAThreadGetsIsOneCall() throws Exception {
    String chunks =
        OllamaWire.generated("Tea", false)
            + OllamaWire.generated(".", false)
            + OllamaWire.generated("", true);
    try (ScriptedServer server = new ScriptedServer(stream("application/x-ndjson", chunks))) {
      OllamaWire.generateLater(OllamaWire.client(server.url()), "m-later").join(60_000);
    }

    assertThat(span("generate_content m-later").attributes())
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.response.model", "m-real")
        .containsEntry("gen_ai.usage.input_tokens", 3L)
        .containsEntry("gen_ai.usage.output_tokens", 2L)
        .containsKey("gen_ai.response.time_to_first_chunk");
  }

  @Test
  void anAnswerThatAThreadDoesNotGetIsAnError() throws Exception {
    try (ScriptedServer server = new ScriptedServer(json(404, "", "{\"error\":\"no model\"}"))) {
      OllamaWire.generateLater(OllamaWire.client(server.url()), "m-lost").join(60_000);
    }

    RecordedSpan span = span("generate_content m-lost");
    assertThat(span.status()).isEqualTo("ERROR");
    assertThat(span.attribute("error.type")).isEqualTo("not_found");
  }

  @Test
  void embeddingsAreOneCall() throws Exception {
    String answer = "{\"model\":\"m-real\",\"embeddings\":[[0.5,0.25]],\"prompt_eval_count\":4}";
    try (ScriptedServer server = new ScriptedServer(json(200, "", answer))) {
      Object client = OllamaWire.client(server.url());
      Method embed = OllamaWire.method(client, "embed", 1);
      Class<?> type = embed.getParameterTypes()[0];
      Object request = type.getConstructor().newInstance();
      type.getMethod("setModel", String.class).invoke(request, "m-embed");
      type.getMethod("setInput", List.class).invoke(request, List.of("kettle"));
      OllamaWire.call(embed, client, request);
    }

    assertThat(span("embeddings m-embed").attributes())
        .containsEntry("gen_ai.provider.name", "ollama")
        .containsEntry("gen_ai.usage.input_tokens", 4L)
        .containsEntry("server.address", "127.0.0.1");
  }
}
