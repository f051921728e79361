// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cohere;

import com.cohere.api.Cohere;
import com.cohere.api.core.ObjectMappers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;

/** Cohere's API as it is written, and calls of the library's, whose types change their names. */
final class CohereWire {
  static final String ANSWER =
      "{\"id\":\"r-1\",\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"Tea.\"}]}";

  private CohereWire() {}

  static String usage(int input, int output, String more) {
    return "\"usage\":{\"billed_units\":{\"input_tokens\":"
        + input
        + ",\"output_tokens\":"
        + output
        + "},\"tokens\":{\"input_tokens\":70,\"output_tokens\":80}"
        + more
        + "}";
  }

  /** As each version of the library reads it. */
  static String event(String json) {
    return (readsEvents() ? "data: " + json + "\n\n" : json + "\n");
  }

  static String delta(String text) {
    return event(
        "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\""
            + text
            + "\"}}}}");
  }

  static String toolCall(String type, String head, String function) {
    return event(
        "{\"type\":\""
            + type
            + "\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{"
            + head
            + "\"function\":{"
            + function
            + "}}}}}");
  }

  static String start() {
    return event(
        "{\"type\":\"message-start\",\"id\":\"r-1\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}");
  }

  static String end() {
    return event(
        "{\"type\":\"message-end\",\"id\":\"r-1\",\"delta\":{\"finish_reason\":\"COMPLETE\","
            + usage(3, 2, "")
            + "}}");
  }

  /** Since 1.9; before, streams are lines, and nobody can close them. */
  static boolean readsEvents() {
    try {
      return Class.forName("com.cohere.api.core.Stream").getMethod("close") != null;
    } catch (ReflectiveOperationException older) {
      return false;
    }
  }

  static Cohere connect(String url, String key) throws ReflectiveOperationException {
    return (Cohere) build(Cohere.builder(), url, key);
  }

  static Object connectLater(String url, String key) throws ReflectiveOperationException {
    return build(
        Class.forName("com.cohere.api.AsyncCohere").getMethod("builder").invoke(null), url, key);
  }

  /** A client that sends nothing again, where its version would. */
  private static Object build(Object builder, String url, String key)
      throws ReflectiveOperationException {
    Class<?> type = builder.getClass();
    type.getMethod("url", String.class).invoke(builder, url);
    type.getMethod("token", String.class).invoke(builder, key);
    for (Method method : type.getMethods()) {
      if (method.getName().equals("maxRetries")) {
        method.invoke(builder, 0);
      }
    }
    return type.getMethod("build").invoke(builder);
  }

  static boolean hasFutures() {
    try {
      Class.forName("com.cohere.api.AsyncCohere");
      return true;
    } catch (ClassNotFoundException older) {
      return false;
    }
  }

  static Object chat(Object client, String model, String question) throws Exception {
    return call(client, "chat", question(model, question));
  }

  static CompletableFuture<?> chatLater(Object client, String model, String question)
      throws Exception {
    Object v2 = client.getClass().getMethod("v2").invoke(client);
    return (CompletableFuture<?>) call(v2, "chat", question(model, question));
  }

  static String question(String model, String question) {
    return "{\"model\":\""
        + model
        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + question
        + "\"}],\"temperature\":0.25,\"k\":5,\"max_tokens\":64,\"stop_sequences\":[\"END\"]}";
  }

  /** Calls a method with one argument, a request that is read from its JSON. */
  static Object call(Object client, String name, String json) throws Exception {
    for (Method method : client.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == 1) {
        Class<?> type = method.getParameterTypes()[0];
        try {
          return method.invoke(client, ObjectMappers.JSON_MAPPER.readValue(json, type));
        } catch (InvocationTargetException e) {
          if (e.getCause() instanceof Exception failure) {
            throw failure;
          }
          throw e;
        }
      }
    }
    throw new NoSuchMethodException(name);
  }
}
