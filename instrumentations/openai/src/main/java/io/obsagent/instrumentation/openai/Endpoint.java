// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.core.ClientOptions;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.reflect.Field;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client talks to. Many providers speak OpenAI's protocol; who it is follows from the host,
 * in the words of the OpenTelemetry conventions.
 *
 * @param host null where the library does not tell
 */
record Endpoint(String provider, @Nullable String host, int port) {
  private static final String DEFAULT_PROVIDER = "openai";
  private static final String UNKNOWN_MODEL = "unknown";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final Endpoint UNKNOWN = new Endpoint(DEFAULT_PROVIDER, null, -1);

  /** Services are few and long-lived: one for each client and each of its variations. */
  private static final WeakMap<Object, Endpoint> OF_SERVICES = new WeakMap<>();

  static Endpoint of(Object service) {
    Endpoint known = OF_SERVICES.get(service);
    return known != null ? known : OF_SERVICES.putIfAbsent(service, find(service));
  }

  /** The options are private to the service, and nothing else leads to them. */
  private static Endpoint find(Object service) {
    try {
      Field field = service.getClass().getDeclaredField("clientOptions");
      field.setAccessible(true);
      return field.get(service) instanceof ClientOptions options
          ? parse(options.baseUrl())
          : UNKNOWN;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return UNKNOWN;
    }
  }

  static Endpoint parse(String baseUrl) {
    URI uri;
    try {
      uri = URI.create(baseUrl);
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
    if (uri.getHost() == null) {
      return UNKNOWN;
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    int port = "http".equalsIgnoreCase(uri.getScheme()) ? HTTP : HTTPS;
    return new Endpoint(provider(host), host, uri.getPort() >= 0 ? uri.getPort() : port);
  }

  private static String provider(String host) {
    if (host.endsWith(".openai.azure.com") || host.endsWith(".services.ai.azure.com")) {
      return "azure.ai.openai";
    }
    if (host.startsWith("api.moonshot.")) {
      return "moonshot_ai";
    }
    return switch (host) {
      case "api.deepseek.com" -> "deepseek";
      case "api.groq.com" -> "groq";
      case "api.mistral.ai" -> "mistral_ai";
      case "api.perplexity.ai" -> "perplexity";
      case "api.x.ai" -> "x_ai";
      default -> DEFAULT_PROVIDER;
    };
  }

  GenAiRequest request(
      String operation,
      @Nullable String model,
      boolean stream,
      long maxTokens,
      double temperature,
      double topP) {
    return new GenAiRequest(
        operation,
        provider,
        model == null ? UNKNOWN_MODEL : model,
        host,
        port,
        stream,
        maxTokens,
        temperature,
        topP);
  }
}
