// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;

/** Stands for a tool's failure that nobody threw: the tool, or a framework, answered it as text. */
public final class ToolError extends Exception {
  private static final ToolError FAILED = new ToolError();

  private ToolError() {
    super("the tool answered that it failed", null, false, false);
  }

  /** Ends the work of a tool that has answered that it failed. */
  public static void end(GenAiOperation operation) {
    operation.refused(-1, "tool_error");
    operation.end(FAILED);
  }
}
