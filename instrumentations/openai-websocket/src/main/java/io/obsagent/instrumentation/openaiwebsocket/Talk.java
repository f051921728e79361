// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.core.ClientOptions;
import com.openai.core.Params;
import com.openai.errors.OpenAIException;
import com.openai.models.ResponsesModel;
import com.openai.models.realtime.RealtimeClientEvent;
import com.openai.models.responses.ResponsesClientEvent;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection. A lane has one response after the other.
 *
 * @param model of all of it, or null where each request has one
 */
record Talk(
    Endpoint to,
    @Nullable String model,
    Map<String, Lane> lanes,
    WeakReference<Object> connection) {
  private static final WeakMap<Object, Talk> OF_CONNECTIONS = new WeakMap<>();

  static Talk of(Object connection) {
    Talk known = OF_CONNECTIONS.get(connection);
    return known != null ? known : OF_CONNECTIONS.putIfAbsent(connection, find(connection));
  }

  private static Talk find(Object connection) {
    String url =
        PrivateField.read(connection, "clientOptions") instanceof ClientOptions options
            ? options.baseUrl()
            : null;
    String model =
        PrivateField.read(connection, "options") instanceof Params params
            ? params._queryParams().values("model").stream().findFirst().orElse(null)
            : null;
    return new Talk(
        Endpoint.of("openai", url),
        model,
        new ConcurrentHashMap<>(),
        new WeakReference<>(connection));
  }

  Lane lane(@Nullable String name) {
    String key = name == null ? "" : name;
    Lane known = lanes.get(key);
    return known != null ? known : lanes.computeIfAbsent(key, unknown -> new Lane(connection));
  }

  void say(Object event, @Nullable String name, Object connection) {
    Lane lane = lane(name);
    lane.catchUp();
    if (event instanceof ResponsesClientEvent said && said.isResponseCreate()) {
      ResponsesClientEvent.ResponseCreate asked = said.asResponseCreate();
      lane.turns.ask(request(asked), OpenAIException::new, connection);
      tellAsked(lane.turns.running(), asked);
    } else if (event instanceof RealtimeClientEvent said && said.isResponseCreate()) {
      lane.turns.ask(request(), OpenAIException::new, connection);
    }
  }

  private static void tellAsked(
      @Nullable GenAiOperation turn, ResponsesClientEvent.ResponseCreate asked) {
    GenAiContent said = turn == null ? null : turn.content();
    if (said != null) {
      said.instructions(asked.instructions().orElse(null));
      said.input("user", SpokenText.of(asked.input()));
    }
  }

  /** Of the Realtime API, whose connection is for one model. */
  GenAiRequest request() {
    return to.request(GenAiTask.CHAT, model).stream(true);
  }

  private GenAiRequest request(ResponsesClientEvent.ResponseCreate asked) {
    return to.request(GenAiTask.CHAT, asked.model().map(Talk::name).orElse(model)).stream(true)
        .maxTokens(asked.maxOutputTokens().orElse(-1L))
        .temperature(asked.temperature().orElse(Double.NaN))
        .topP(asked.topP().orElse(Double.NaN))
        .previousResponse(asked.previousResponseId().orElse(null))
        .tier(asked.serviceTier().map(Object::toString).orElse(null));
  }

  static @Nullable String name(ResponsesModel model) {
    return model.chat().isPresent() ? model.chat().get().asString() : model.string().orElse(null);
  }

  void leave() {
    lanes.values().forEach(Lane::leave);
  }
}
