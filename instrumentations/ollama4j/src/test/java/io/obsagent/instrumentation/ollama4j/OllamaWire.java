// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.github.ollama4j.models.chat.OllamaChatMessage;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResult;
import io.github.ollama4j.models.request.OllamaChatEndpointCaller;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Ollama's API as it is written, and the library's client for it, by each of its names. */
final class OllamaWire {
  static final String HEAD =
      "{\"model\":\"m-real\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",";
  static final String TEXT =
      "\"content\":\"Tea.\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":5";

  private OllamaWire() {}

  static String usage(int input, int output) {
    return ",\"prompt_eval_count\":" + input + ",\"eval_count\":" + output + "}";
  }

  static String chunk(String text) {
    return HEAD + "\"content\":\"" + text + "\"},\"done\":false}\n";
  }

  static String lastChunk() {
    return HEAD
        + "\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":5"
        + usage(3, 2)
        + "\n";
  }

  /** Of another endpoint. */
  static String generated(String text, boolean last) {
    return "{\"model\":\"m-real\",\"created_at\":\"2026-01-01T00:00:00Z\",\"response\":\""
        + text
        + "\",\"done\":"
        + last
        + (last ? ",\"done_reason\":\"stop\",\"total_duration\":5" + usage(3, 2) : "}")
        + "\n";
  }

  static OllamaChatRequest question(String model, String text) {
    OllamaChatRequest request = new OllamaChatRequest();
    request.setModel(model);
    request.setStream(false);
    request.setMessages(
        new ArrayList<>(List.of(new OllamaChatMessage(OllamaChatMessageRole.USER, text))));
    return request;
  }

  /** A client that calls the model once, whatever tools it asks for. */
  static Object client(String url) throws Exception {
    Object client = clientType().getConstructor(String.class).newInstance(url);
    client.getClass().getMethod("setMaxChatToolCallRetries", int.class).invoke(client, 0);
    return client;
  }

  static Class<?> clientType() {
    try {
      return Class.forName(
          isOlder() ? "io.github.ollama4j.OllamaAPI" : "io.github.ollama4j.Ollama");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isOlder() {
    try {
      Class.forName("io.github.ollama4j.Ollama");
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }

  /**
   * Older clients have every answer streamed, and put it together; what they send with does not.
   */
  static OllamaChatResult chat(String url, OllamaChatRequest request) throws Exception {
    if (isOlder()) {
      return new OllamaChatEndpointCaller(url, null, 60, false).callSync(request);
    }
    Object client = client(url);
    return (OllamaChatResult) call(method(client, "chat", 2), client, request, null);
  }

  static Object stream(Object client, OllamaChatRequest request, Runnable onChunk)
      throws Exception {
    Method method = method(client, isOlder() ? "chatStreaming" : "chat", 2);
    Object handler =
        Proxy.newProxyInstance(
            OllamaWire.class.getClassLoader(),
            new Class<?>[] {method.getParameterTypes()[1]},
            (proxy, called, arguments) -> {
              if (called.getName().equals("accept")) {
                onChunk.run();
              }
              return null;
            });
    return call(method, client, request, handler);
  }

  /** A thread that gets an answer, which is begun with what its version wants. */
  static Thread generateLater(Object client, String model) throws Exception {
    for (Method method : client.getClass().getMethods()) {
      if (method.getName().equals("generateAsync")) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = method.getParameterTypes()[i] == boolean.class ? Boolean.FALSE : null;
        }
        arguments[0] = model;
        arguments[1] = "Tea?";
        return (Thread) call(method, client, arguments);
      }
    }
    throw new NoSuchMethodException("generateAsync");
  }

  static Method method(Object client, String name, int arguments) throws NoSuchMethodException {
    for (Method method : client.getClass().getMethods()) {
      if (method.getName().equals(name)
          && method.getParameterCount() == arguments
          && method.getParameterTypes()[0] != String.class) {
        return method;
      }
    }
    throw new NoSuchMethodException(name);
  }

  static Object call(Method method, Object client, Object... arguments) throws Exception {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    }
  }
}
