// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;

/** Models of whichever version is there: what builds them has changed, what they are has not. */
final class Models {
  private static final String AI = "org.springframework.ai.";

  /** Spring AI 2 talks to OpenAI by OpenAI's own SDK. */
  static final boolean OVER_VENDORS = isThere("openai.setup.OpenAiSetup");

  private Models() {}

  private static boolean isThere(String name) {
    try {
      Class.forName(AI + name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * @param model by default
   */
  static ChatModel openAi(String url, String key, int retries, String model) {
    Object builder = builder("openai.OpenAiChatModel");
    if (OVER_VENDORS) {
      Object options = builder("openai.OpenAiChatOptions");
      set(options, Map.of("baseUrl", url + "/v1", "apiKey", key, "maxRetries", retries));
      set(options, Map.of("model", model));
      set(builder, Map.of("options", build(options)));
    } else {
      set(
          builder,
          Map.of(
              "openAiApi", built("openai.api.OpenAiApi", Map.of("baseUrl", url, "apiKey", key)),
              "defaultOptions", built("openai.OpenAiChatOptions", Map.of("model", model)),
              "retryTemplate", once(builder)));
    }
    return (ChatModel) build(builder);
  }

  /** One whose streams tell their tokens. */
  static ChatModel openAiWithUsage(String url, String model) {
    Object builder = builder("openai.OpenAiChatModel");
    if (OVER_VENDORS) {
      return openAi(url, "local", 0, model);
    }
    set(
        builder,
        Map.of(
            "openAiApi", built("openai.api.OpenAiApi", Map.of("baseUrl", url, "apiKey", "local")),
            "defaultOptions",
                built("openai.OpenAiChatOptions", Map.of("model", model, "streamUsage", true)),
            "retryTemplate", once(builder)));
    return (ChatModel) build(builder);
  }

  static EmbeddingOptions embeddingOptions(String model) {
    String embedding = "ollama.api.OllamaEmbeddingOptions";
    String older = "ollama.api.OllamaOptions";
    return (EmbeddingOptions) built(isThere(embedding) ? embedding : older, Map.of("model", model));
  }

  static ChatModel ollama(String url, String model) {
    Object builder = builder("ollama.OllamaChatModel");
    set(
        builder,
        Map.of(
            "ollamaApi",
            built("ollama.api.OllamaApi", Map.of("baseUrl", url)),
            OVER_VENDORS ? "options" : "defaultOptions",
            ollamaOptions(model)));
    if (has(builder, "retryTemplate")) {
      set(builder, Map.of("retryTemplate", once(builder)));
    }
    return (ChatModel) build(builder);
  }

  static ChatOptions ollamaOptions(String model) {
    String chat = "ollama.api.OllamaChatOptions";
    String older = "ollama.api.OllamaOptions";
    return withoutTools(isThere(chat) ? chat : older, Map.of("model", model));
  }

  static EmbeddingModel ollamaEmbeddings(String url) {
    Object builder = builder("ollama.OllamaEmbeddingModel");
    set(builder, Map.of("ollamaApi", built("ollama.api.OllamaApi", Map.of("baseUrl", url))));
    return (EmbeddingModel) build(builder);
  }

  /** A question that asks OpenAI to tell the tokens of a stream, too. */
  static Prompt withUsage(String question, String model) {
    return new Prompt(
        question,
        withoutTools("openai.OpenAiChatOptions", Map.of("model", model, "streamUsage", true)));
  }

  /** Models of Spring AI 1 run tools by themselves, if they are let. */
  private static ChatOptions withoutTools(String name, Map<String, Object> values) {
    Object builder = builder(name);
    set(builder, values);
    if (has(builder, "internalToolExecutionEnabled")) {
      set(builder, Map.of("internalToolExecutionEnabled", false));
    }
    return (ChatOptions) build(builder);
  }

  private static Object built(String name, Map<String, Object> values) {
    Object builder = builder(name);
    set(builder, values);
    return build(builder);
  }

  /** What tries only once, of the framework that the version is built on. */
  private static Object once(Object builder) {
    Class<?> template = method(builder, "retryTemplate", null).getParameterTypes()[0];
    try {
      if (template.getName().startsWith("org.springframework.retry.")) {
        Object own = template.getMethod("builder").invoke(null);
        set(own, Map.of("maxAttempts", 1));
        return build(own);
      }
      Class<?> policy = Class.forName("org.springframework.core.retry.RetryPolicy");
      return template
          .getConstructor(policy)
          .newInstance(policy.getMethod("withMaxRetries", long.class).invoke(null, 0L));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object builder(String name) {
    try {
      return Class.forName(AI + name).getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object build(Object builder) {
    return call(builder, method(builder, "build", null));
  }

  private static void set(Object builder, Map<String, Object> values) {
    values.forEach((name, value) -> call(builder, method(builder, name, value), value));
  }

  private static boolean has(Object builder, String name) {
    for (Method each : builder.getClass().getMethods()) {
      if (each.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Method method(Object builder, String name, Object value) {
    for (Method each : builder.getClass().getMethods()) {
      if (each.getName().equals(name) && takes(each, value)) {
        return each;
      }
    }
    throw new AssertionError(builder.getClass() + " has no " + name + " of " + value);
  }

  private static boolean takes(Method method, Object value) {
    if (value == null) {
      return true;
    }
    if (method.getParameterCount() != 1) {
      return false;
    }
    Class<?> type = method.getParameterTypes()[0];
    return type.isInstance(value)
        || type == int.class && value instanceof Integer
        || type == boolean.class && value instanceof Boolean;
  }

  private static Object call(Object target, Method method, Object... values) {
    try {
      method.setAccessible(true);
      return method.invoke(target, values);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
