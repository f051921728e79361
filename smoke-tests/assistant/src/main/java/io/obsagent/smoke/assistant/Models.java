// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import io.obsagent.smoke.provider.ProviderServer;
import java.util.List;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Models by the names of OpenAI's, and a store of what the shop knows. */
@Configuration(proxyBeanMethods = false)
class Models {
  /** The provider takes any key. */
  static final String KEY = "${provider.key:local}";

  @Bean
  ChatModel clever(ProviderServer provider, @Value(KEY) String key) {
    return chat(provider, key, "gpt-4o");
  }

  @Bean
  ChatModel quick(ProviderServer provider, @Value(KEY) String key) {
    return chat(provider, key, "gpt-4o-mini");
  }

  /** Whose provider refuses the key. */
  @Bean
  ChatModel broken(ProviderServer provider, @Value(KEY) String key) {
    return chat(provider, key, "fail-401");
  }

  private static ChatModel chat(ProviderServer provider, String key, String model) {
    return OpenAiChatModel.builder()
        .options(
            OpenAiChatOptions.builder()
                .baseUrl(provider.baseUrl())
                .apiKey(key)
                .model(model)
                .build())
        .build();
  }

  @Bean
  EmbeddingModel embeddings(ProviderServer provider, @Value(KEY) String key) {
    return OpenAiEmbeddingModel.builder()
        .options(
            OpenAiEmbeddingOptions.builder()
                .baseUrl(provider.baseUrl())
                .apiKey(key)
                .model("text-embedding-3-small")
                .build())
        .build();
  }

  @Bean
  VectorStore knowledge(EmbeddingModel embeddings) {
    VectorStore store = SimpleVectorStore.builder(embeddings).build();
    store.add(
        List.of(
            new Document("Green tea wants water of 80 degrees."),
            new Document("Black tea wants boiling water."),
            new Document("A pot holds four cups.")));
    return store;
  }
}
