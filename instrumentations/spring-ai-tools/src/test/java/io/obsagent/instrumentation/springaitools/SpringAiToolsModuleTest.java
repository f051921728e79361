// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaitools;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import org.springframework.ai.tool.function.FunctionToolCallback;

class SpringAiToolsModuleTest extends ModuleKit {
  SpringAiToolsModuleTest() {
    super(new SpringAiToolsModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(FunctionToolCallback.class);
  }

  @Override
  protected String use() {
    return Script.ask(Script.withTool("{}"), new Kettle()) + new Kettle().call("{}");
  }
}
