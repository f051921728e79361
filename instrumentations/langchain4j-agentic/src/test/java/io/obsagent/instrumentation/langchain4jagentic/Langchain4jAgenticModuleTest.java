// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jagentic;

import dev.langchain4j.agentic.AgenticServices;
import io.obsagent.testing.ModuleKit;
import java.util.Map;

class Langchain4jAgenticModuleTest extends ModuleKit {
  Langchain4jAgenticModuleTest() {
    super(new Langchain4jAgenticModule());
  }

  @Override
  protected String use() {
    return String.valueOf(
        AgenticServices.sequenceBuilder()
            .subAgents(Agents.writer(), Agents.editor())
            .outputKey("edited")
            .build()
            .invoke(Map.of("topic", "tea")));
  }
}
