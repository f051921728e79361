// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaitools;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/** A tool of the application's own. */
class Kettle implements ToolCallback {
  @Override
  public ToolDefinition getToolDefinition() {
    return ToolDefinition.builder()
        .name("kettle")
        .description("Tells which kettle is good.")
        .inputSchema("{\"type\":\"object\",\"properties\":{}}")
        .build();
  }

  @Override
  public String call(String arguments) {
    return "the blue one";
  }
}
