// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaivectorstore;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The interfaces of vector stores, whoever implements them. */
public final class SpringAiVectorStoreModule extends InstrumentationModule {
  private static final String STORE = "org.springframework.ai.vectorstore.";

  public SpringAiVectorStoreModule() {
    super("spring-ai-vector-store", "Spring AI 1.0–2.0");
  }

  @Override
  public String description() {
    return "Searches in vector stores of Spring AI: how many documents they find, and how near they"
        + " are.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.subtypesOf(STORE + "VectorStore", STORE + "VectorStoreRetriever"),
            advices ->
                advices.on(
                    named("similaritySearch").takes(STORE + "SearchRequest"),
                    StoreAdvices.Search.class.getName())));
  }
}
