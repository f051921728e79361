// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jmcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.obsagent.instrumentation.shared.genai.McpPeer;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.McpOperation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request that is sent, until its answer: of the content, nothing is read. */
record Request(McpOperation operation, McpPeer peer) {
  private static final Guard GUARD = Guard.of(Request.class);

  /** Null for what is not watched, as pings are not: the client sends them by itself. */
  static @Nullable Request begin(Object transport, Object message) {
    String method = Messages.method(message);
    if (method == null || method.equals("ping")) {
      return null;
    }
    McpPeer peer = McpPeer.of(transport);
    McpOperation operation =
        McpOperation.startClient(Messages.describe(peer.request(method), message));
    if (operation == null) {
      return null;
    }
    Messages.inject(operation, message);
    operation.attach();
    return new Request(operation, peer);
  }

  /** An answer that nobody waits for any longer never comes. */
  void sent(@Nullable CompletableFuture<?> answer, @Nullable Throwable thrown) {
    operation.detach();
    if (answer == null) {
      operation.end(thrown);
      return;
    }
    answer.whenComplete(new Answered(operation, peer));
    operation.endWhenCollected(answer);
  }

  /** Hears of the answer. */
  private record Answered(McpOperation operation, McpPeer peer)
      implements BiConsumer<Object, Throwable> {
    @Override
    public void accept(@Nullable Object answer, @Nullable Throwable failure) {
      try {
        if (answer instanceof JsonNode response) {
          tell(response);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
      GUARD.end(operation, wrapped ? failure.getCause() : failure);
    }

    private void tell(JsonNode response) {
      JsonNode error = response.path("error");
      if (error.isObject()) {
        operation.refused(error.path("code").asInt());
      }
      JsonNode result = response.path("result");
      if (result.path("isError").asBoolean()) {
        operation.toolFailed();
      }
      JsonNode version = result.path("protocolVersion");
      if (version.isTextual()) {
        peer.introduced(result.path("serverInfo").path("name").asText(null), version.asText());
        operation.answeredBy(peer.server(), peer.version());
      }
    }
  }
}
