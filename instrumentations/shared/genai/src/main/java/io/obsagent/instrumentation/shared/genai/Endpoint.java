// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.CalledServer;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client talks to. Many providers speak another's protocol; who it is follows from the host,
 * in the words of the OpenTelemetry conventions. Made once for a client, as parsing is not cheap.
 *
 * @param server null where the library does not tell
 */
public record Endpoint(String provider, @Nullable CalledServer server) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * @param protocol the provider whose protocol the client speaks; also who it is, where the host
   *     is nobody's that is known
   */
  public static Endpoint of(String protocol, @Nullable String baseUrl) {
    URI uri;
    try {
      uri = baseUrl == null ? null : URI.create(baseUrl);
    } catch (IllegalArgumentException e) {
      uri = null;
    }
    if (uri == null || uri.getHost() == null) {
      return new Endpoint(protocol, null);
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    boolean tls = !"http".equalsIgnoreCase(uri.getScheme()) && !"ws".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS : HTTP;
    String provider = provider(host);
    return new Endpoint(provider == null ? protocol : provider, CalledServer.at(tls, host, port));
  }

  /** Whose a host is, or null for nobody's that is known; its own name or one below, no other. */
  private static @Nullable String provider(String host) {
    if (host.endsWith(".openai.azure.com")) {
      return "azure.ai.openai";
    }
    if (host.endsWith(".services.ai.azure.com") || host.endsWith(".models.ai.azure.com")) {
      return "azure.ai.inference";
    }
    if (host.endsWith(".amazonaws.com") && host.startsWith("bedrock-runtime")) {
      return "aws.bedrock";
    }
    if (host.endsWith("aiplatform.googleapis.com")) {
      return "gcp.vertex_ai";
    }
    return switch (host) {
      case "api.openai.com" -> "openai";
      case "api.anthropic.com" -> "anthropic";
      case "api.cohere.com", "api.cohere.ai" -> "cohere";
      case "api.deepseek.com" -> "deepseek";
      case "api.groq.com" -> "groq";
      case "api.mistral.ai" -> "mistral_ai";
      case "api.moonshot.ai", "api.moonshot.cn" -> "moonshot_ai";
      case "api.perplexity.ai" -> "perplexity";
      case "api.x.ai" -> "x_ai";
      case "generativelanguage.googleapis.com" -> "gcp.gemini";
      default -> null;
    };
  }

  public @Nullable String host() {
    return server == null ? null : server.host();
  }

  /** -1 where there is no host. */
  public int port() {
    return server == null ? -1 : server.port();
  }

  public GenAiRequest request(GenAiTask task, @Nullable String model) {
    return GenAiRequest.of(task, provider).model(model).server(host(), port());
  }
}
