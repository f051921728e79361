// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.telemetry.McpOperation;
import org.jspecify.annotations.Nullable;

/** Reads what a request was answered with: of the content, nothing. */
final class Answers {
  /** What a method is called by that has none of the codes of its own. */
  private static final int INTERNAL_ERROR = -32603;

  private static final NewerGetter CODE = new NewerGetter("code");

  private Answers() {}

  /** A result as the client or the handler has it, or a whole response, or what failed. */
  static void tell(McpOperation operation, McpPeer peer, @Nullable Object answer) {
    if (answer instanceof McpSchema.JSONRPCResponse response) {
      if (response.error() != null) {
        operation.refused(code(response.error()));
      } else {
        tell(operation, peer, response.result());
      }
    } else if (answer instanceof McpSchema.CallToolResult result) {
      if (Boolean.TRUE.equals(result.isError())) {
        operation.toolFailed();
      }
    } else if (answer instanceof McpSchema.InitializeResult result) {
      introduce(peer, result);
      operation.answeredBy(peer.server(), peer.version());
    } else if (answer instanceof McpError error && error.getJsonRpcError() != null) {
      operation.refused(code(error.getJsonRpcError()));
    }
  }

  static void introduce(McpPeer peer, McpSchema.InitializeResult result) {
    McpSchema.Implementation info = result.serverInfo();
    peer.introduced(info == null ? null : info.name(), result.protocolVersion());
  }

  /** An {@code int} in older versions, an {@code Integer} in newer ones. */
  private static int code(Object error) {
    return CODE.of(error) instanceof Integer code ? code : INTERNAL_ERROR;
  }
}
