// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import dev.langchain4j.service.tool.DefaultToolExecutor;
import io.obsagent.testing.ModuleKit;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

class Langchain4jServicesModuleTest extends ModuleKit {
  Langchain4jServicesModuleTest() {
    super(new Langchain4jServicesModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return has(
            "dev.langchain4j.service.AiServiceStreamingResponseHandler", "fireInvocationComplete")
        ? Set.of()
        : Set.of("AgentAdvices.Complete");
  }

  private static boolean has(String type, String method) {
    try {
      for (Method each : Class.forName(type).getDeclaredMethods()) {
        if (each.getName().equals(method)) {
          return true;
        }
      }
      return false;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(DefaultToolExecutor.class);
  }

  @Override
  protected String use() throws Exception {
    String whole = Assistant.of(Script.withTool(), new Assistant.Kettle()).chat("Tea?");
    String streamed =
        Assistant.read(Assistant.of(Script.withTool(), new Assistant.Kettle()).stream("Tea?"));
    return whole + streamed;
  }
}
