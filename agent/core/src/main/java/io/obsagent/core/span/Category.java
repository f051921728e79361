// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.api.trace.SpanKind;

/**
 * Kind of work; an operation inside another of its own category is not watched. Work with AI is not
 * watched only directly inside its own: between two inferences there may be a tool.
 */
public enum Category {
  HTTP_SERVER(SpanKind.SERVER, "io.obsagent.http-server"),
  HTTP_CLIENT(SpanKind.CLIENT, "io.obsagent.http-client"),
  DATABASE(SpanKind.CLIENT, "io.obsagent.database"),
  INFERENCE(SpanKind.CLIENT, Category.AI),
  EMBEDDINGS(SpanKind.CLIENT, Category.AI),
  AGENT(SpanKind.INTERNAL, Category.AI),
  TOOL(SpanKind.INTERNAL, Category.AI);

  private static final String AI = "io.obsagent.gen-ai";

  final SpanKind kind;
  final String scope;

  Category(SpanKind kind, String scope) {
    this.kind = kind;
    this.scope = scope;
  }

  boolean isAi() {
    return scope.equals(AI);
  }
}
