// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenailive;

import com.google.genai.errors.ClientException;
import com.google.genai.types.Content;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.LiveSendClientContentParameters;
import com.google.genai.types.LiveServerMessage;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.LiveTurns;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session: with which model, and its turns. Nothing but what set it up tells the model.
 *
 * @param socket held by the library for as long as it is open
 */
record Session(
    Endpoint to,
    @Nullable String model,
    LiveTurns<LiveServerMessage> turns,
    WeakReference<Object> socket) {
  private static final WeakMap<Object, Session> OF_SOCKETS = new WeakMap<>();
  private static final String MODEL = "\"model\":\"";
  private static final String PREFIX = "models/";
  private static final int TOO_MANY_REQUESTS = 429;

  static Session of(Object session) {
    Object socket = PrivateField.read(session, "websocket");
    Object key = socket == null ? session : socket;
    Session known = OF_SOCKETS.get(key);
    return known != null ? known : OF_SOCKETS.putIfAbsent(key, find(session, key));
  }

  private static Session find(Object session, Object socket) {
    Object client = PrivateField.read(session, "apiClient");
    boolean vertex = Boolean.TRUE.equals(PrivateField.read(client, "vertexAI"));
    String url =
        PrivateField.read(client, "httpOptions") instanceof HttpOptions options
            ? options.baseUrl().orElse(null)
            : null;
    return new Session(
        Endpoint.of(vertex ? "gcp.vertex_ai" : "gcp.gemini", url),
        model(PrivateField.read(socket, "setupRequest")),
        new LiveTurns<>(Messages.READER),
        new WeakReference<>(socket));
  }

  /** Of {@code {"setup":{"model":"models/gemini-…"}}}. */
  private static @Nullable String model(@Nullable Object setup) {
    String text = String.valueOf(setup).replace("\": \"", "\":\"");
    int start = text.indexOf(MODEL);
    int end = start < 0 ? -1 : text.indexOf('"', start + MODEL.length());
    if (end < 0) {
      return null;
    }
    String name = text.substring(start + MODEL.length(), end);
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** The connection is gone; one that no session has been used of had no turns. */
  static void cut(Object socket, @Nullable Throwable failure) {
    Session live = OF_SOCKETS.get(socket);
    if (live != null) {
      live.turns.cut(failure);
    }
  }

  void say(@Nullable Object said) {
    Object connection = socket.get();
    if (connection != null && turns.running() == null) {
      GenAiRequest request = to.request(GenAiTask.GENERATE_CONTENT, model).stream(true);
      turns.ask(
          request,
          reason -> new ClientException(TOO_MANY_REQUESTS, "RESOURCE_EXHAUSTED", reason),
          connection);
    }
    GenAiContent content = turns.content();
    if (content != null && said instanceof LiveSendClientContentParameters text) {
      for (Content part : text.turns().orElse(List.of())) {
        content.input(part.role().orElse("user"), SpokenText.of(part));
      }
    }
  }

  /** What the application does with a message is within the turn. */
  Consumer<LiveServerMessage> told(Consumer<LiveServerMessage> receiver) {
    return message -> {
      Context before = turns.enter();
      try {
        Messages.tell(turns, message);
        receiver.accept(message);
      } finally {
        Messages.GUARD.restore(before);
      }
    };
  }
}
