// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googlegenai;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * google-genai at its methods for one call of a model: the public ones make several, where they
 * call functions by themselves.
 */
public final class GoogleGenAiModule extends InstrumentationModule {
  private static final String TEXT = "java.lang.String";
  private static final String LIST = "java.util.List";
  private static final String TYPES = "com.google.genai.types.";

  public GoogleGenAiModule() {
    super("google-genai", "google-genai 1.0–1.70");
  }

  @Override
  public String description() {
    return "Model calls of google-genai to Gemini and Vertex AI (content, embeddings, images), whole"
        + " and streamed, each one of automatic function calling: duration, tokens, cost, time to the"
        + " first chunk.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named("com.google.genai.Models", "com.google.genai.AsyncModels"),
            GoogleGenAiModule::adviseModels),
        TypeInstrumentation.of(
            TypeMatch.named("com.google.genai.ResponseStream"),
            advices -> {
              advices.on(named("iterator").takes(), StreamAdvices.Iterator.class.getName());
              advices.on(named("close").takes(), StreamAdvices.Close.class.getName());
            }));
  }

  private static void adviseModels(Advices advices) {
    String other = ModelsAdvices.Other.class.getName();
    advices.on(
        named("privateGenerateContent", "privateGenerateContentStream")
            .takes(TEXT, LIST, TYPES + "GenerateContentConfig"),
        ModelsAdvices.Generate.class.getName());
    advices.on(named("privateEmbedContent").takesFirst(TEXT, LIST), other);
    advices.on(named("generateImages").takes(TEXT, TEXT, TYPES + "GenerateImagesConfig"), other);
  }
}
