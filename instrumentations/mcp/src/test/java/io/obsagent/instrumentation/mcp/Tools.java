// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mcp;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;

/** The tools that the servers of the tests have. */
final class Tools {
  static final List<String> NAMES = List.of("add", "broken", "boom", "spans", "nested");

  Object call(String name, Object exchange) {
    return switch (name) {
      case "add" -> result("3", false);
      case "broken" -> result("the stock is not to be read", true);
      case "nested" -> result(nested(), false);
      case "spans" -> result(spans(), false);
      default -> throw new IllegalStateException("boom");
    };
  }

  static Object result(String text, boolean error) {
    return Sdk.value(
        "CallToolResult",
        "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}],\"isError\":" + error + "}");
  }

  /** Work of the tool itself, which has to be within its call. */
  private static String nested() {
    return io.obsagent.testing.AgentContext.current();
  }

  /** What this process has recorded of {@code add}: of a server that is a process of its own. */
  private static String spans() {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals("tools/call add")),
        () -> "no span of the tool");
    RecordedSpan span = Recorded.span("tools/call add");
    return span.kind() + ' ' + span.traceId() + ' ' + span.parentSpanId();
  }
}
