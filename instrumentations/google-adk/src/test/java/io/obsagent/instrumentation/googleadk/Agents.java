// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import com.google.adk.agents.BaseAgent;
import com.google.adk.agents.LlmAgent;
import com.google.adk.events.Event;
import com.google.adk.models.Gemini;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.sessions.Session;
import com.google.adk.tools.BaseTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agents of the kit on Gemini's wire format. */
final class Agents {
  static final String TEXT = answer("{\"text\":\"Tea.\"}");
  static final String TOOL_CALL =
      answer("{\"functionCall\":{\"id\":\"call-1\",\"name\":\"kettle\",\"args\":{}}}");

  private Agents() {}

  private static String answer(String part) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + part
        + "],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
        + "\"modelVersion\":\"m-real\",\"responseId\":\"r-1\",\"usageMetadata\":"
        + "{\"promptTokenCount\":3,\"candidatesTokenCount\":2,\"totalTokenCount\":5}}";
  }

  static LlmAgent agent(String name, String url, BaseTool... tools) {
    Client client =
        Client.builder()
            .apiKey("local")
            .vertexAI(false)
            .httpOptions(HttpOptions.builder().baseUrl(url).build())
            .build();
    return LlmAgent.builder()
        .name(name)
        .model(Gemini.builder().modelName("m-agent").apiClient(client).build())
        .instruction("Know kettles.")
        .tools((Object[]) tools)
        .build();
  }

  /** What the agent says in the end. */
  static String ask(BaseAgent agent) {
    InMemoryRunner runner = new InMemoryRunner(agent);
    Session session =
        runner.sessionService().createSession(runner.appName(), "somebody").blockingGet();
    List<Event> events =
        runner
            .runAsync("somebody", session.id(), Content.fromParts(Part.fromText("Which kettle?")))
            .toList()
            .blockingGet();
    return events.get(events.size() - 1).stringifyContent();
  }

  /** A tool of the application's own. */
  static class Kettle extends BaseTool {
    Kettle() {
      super("kettle", "Tells which kettle is good.");
    }

    @Override
    public Optional<FunctionDeclaration> declaration() {
      return Optional.of(
          FunctionDeclaration.builder().name(name()).description(description()).build());
    }

    @Override
    public Single<Map<String, Object>> runAsync(Map<String, Object> args, ToolContext context) {
      return Single.fromCallable(() -> Map.of("kettle", (Object) "the blue one"));
    }
  }
}
