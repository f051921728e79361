// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who provides a model, by the name that a framework has for its models: in the words of the
 * OpenTelemetry conventions for {@code gen_ai.provider.name}.
 */
public final class Providers {
  private Providers() {}

  /**
   * @param name of a class, a package or a constant without what all of its kind have, as {@code
   *     AzureOpenAi} or {@code GOOGLE_AI_GEMINI}
   * @return the name in small letters, where the conventions have no word of their own for it
   */
  public static String of(String name) {
    String word = name.toLowerCase(Locale.ROOT);
    return switch (word.replace("_", "")) {
      case "openai", "openaiofficial", "openaisdk" -> "openai";
      case "amazonbedrock", "bedrock", "bedrockproxy", "bedrockcohere", "bedrocktitan" ->
          "aws.bedrock";
      case "azureopenai", "azure" -> "azure.ai.openai";
      case "githubmodels", "github", "microsoftfoundry" -> "azure.ai.inference";
      case "googleaigemini", "googleai" -> "gcp.gemini";
      // Their SDK talks to Gemini and to Vertex AI alike.
      case "googlegenai", "googlegenaitext" -> "gcp.gen_ai";
      case "googlevertexaigemini",
          "googlevertexaianthropic",
          "vertexai",
          "vertexaigemini",
          "vertexaitext",
          "vertexaimultimodal" ->
          "gcp.vertex_ai";
      case "mistralai" -> "mistral_ai";
      case "moonshot" -> "moonshot_ai";
      case "watsonx", "watsonxai" -> "ibm.watsonx.ai";
      case "voyageai" -> "voyage_ai";
      default -> word;
    };
  }

  /**
   * The package that a class is in, where a framework has one for each provider.
   *
   * @param packages what all of them are below, with a dot at the end
   * @return null for a class that is elsewhere, as of the application
   */
  public static @Nullable String packageBelow(String packages, Class<?> type) {
    String name = type.getName();
    int end = name.startsWith(packages) ? name.indexOf('.', packages.length()) : -1;
    return end < 0 ? null : name.substring(packages.length(), end);
  }
}
