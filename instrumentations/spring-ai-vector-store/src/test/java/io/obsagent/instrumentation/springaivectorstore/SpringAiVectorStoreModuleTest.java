// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaivectorstore;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;

class SpringAiVectorStoreModuleTest extends ModuleKit {
  SpringAiVectorStoreModuleTest() {
    super(new SpringAiVectorStoreModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(AbstractObservationVectorStore.class);
  }

  @Override
  protected String use() {
    return Lengths.store(new Lengths()).similaritySearch("tea").get(0).getText();
  }
}
