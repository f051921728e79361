// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.core.Params;
import com.openai.errors.OpenAIException;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.FieldValue;
import io.obsagent.instrumentation.shared.genai.GetterPath;
import io.obsagent.instrumentation.shared.genai.LiveTurns;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection, each of whose lanes has one response after the other. Thread-safe:
 * the application says something, and a thread of the library reads what the server says.
 *
 * @param model of all of it, or null where each request has one
 * @param lanes by name
 */
record Talk(Endpoint to, @Nullable String model, Map<String, LiveTurns<Object>> lanes) {
  private static final WeakMap<Object, Talk> OF_CONNECTIONS = new WeakMap<>();

  /** Whose message the current thread reads. */
  private static final ThreadLocal<@Nullable Object> HEARS = new ThreadLocal<>();

  private static final Endpoints TO = Endpoints.ofField("openai", "clientOptions", "baseUrl");
  private static final String NO_LANE = "";
  private static final GetterPath LANE = new GetterPath(FieldValue::of, "_json.stream_id");
  private static final GetterPath CREATE = new GetterPath(FieldValue::of, "responseCreate");
  private static final RequestTable REQUEST =
      new RequestTable(FieldValue::of)
          .asks(Asks.MODEL, Events.MODEL)
          .asks(Asks.MAX_TOKENS, "_maxOutputTokens")
          .asks(Asks.TEMPERATURE, "_temperature")
          .asks(Asks.TOP_P, "_topP")
          .asks(Asks.REASONING, "_reasoning._effort")
          .asks(Asks.TIER, "_serviceTier")
          .asks(Asks.PREVIOUS_RESPONSE, "_previousResponseId")
          .asks(Asks.INSTRUCTIONS, "_instructions")
          .asks(Asks.PROMPT, "_input");

  static Talk of(Object connection) {
    Talk known = OF_CONNECTIONS.get(connection);
    return known != null ? known : OF_CONNECTIONS.putIfAbsent(connection, find(connection));
  }

  private static Talk find(Object connection) {
    String model =
        PrivateField.read(connection, "options") instanceof Params params
            ? params._queryParams().values("model").stream().findFirst().orElse(null)
            : null;
    return new Talk(TO.of(connection), model, new ConcurrentHashMap<>());
  }

  private LiveTurns<Object> lane(String name) {
    return lanes.computeIfAbsent(name, unknown -> new LiveTurns<>(Events.READER));
  }

  /** The application says something, on a lane or none, which may ask for a response. */
  void say(@Nullable Object event, @Nullable String lane, Object connection) {
    Object asked = CREATE.apply(event);
    if (asked == null) {
      return;
    }
    LiveTurns<Object> turns = lane(lane == null ? NO_LANE : lane);
    GenAiRequest request = REQUEST.settings(request(REQUEST.model(asked)), asked);
    turns.ask(request, OpenAIException::new, connection);
    GenAiContent said = turns.content();
    if (said != null) {
      REQUEST.tellSaid(said, asked);
    }
  }

  private GenAiRequest request(@Nullable String own) {
    return to.request(GenAiTask.CHAT, own == null ? model : own).stream(true);
  }

  /** The current thread begins to read a message of the connection, or null: has read it. */
  static void hears(@Nullable Object connection) {
    HEARS.set(connection);
  }

  /** An event has been read; null for what is none. The server may begin by itself. */
  static void heard(@Nullable Object event) {
    Object connection = HEARS.get();
    if (connection == null || event == null) {
      return;
    }
    HEARS.set(null);
    Talk talk = of(connection);
    String name = LANE.text(event);
    LiveTurns<Object> ofLane = name == null ? null : talk.lanes.get(name);
    LiveTurns<Object> turns = ofLane == null ? talk.lane(NO_LANE) : ofLane;
    if (Events.begins(event)) {
      turns.ask(talk.request(null), null, connection);
    }
    Events.told(turns, event);
  }

  /** The connection is gone, which the application wants, or not. */
  void end(@Nullable Throwable why) {
    for (LiveTurns<Object> turns : lanes.values()) {
      if (why instanceof CancellationException) {
        turns.leave();
      } else {
        turns.cut(why);
      }
    }
  }
}
