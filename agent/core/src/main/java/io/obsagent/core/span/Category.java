// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import io.opentelemetry.api.trace.SpanKind;

/** Kind of work; an operation inside another of its own category is not watched. */
public enum Category {
  HTTP_SERVER(SpanKind.SERVER, "io.obsagent.http-server"),
  HTTP_CLIENT(SpanKind.CLIENT, "io.obsagent.http-client"),
  DATABASE(SpanKind.CLIENT, "io.obsagent.database"),
  GEN_AI(SpanKind.CLIENT, "io.obsagent.gen-ai");

  final SpanKind kind;
  final String scope;

  Category(SpanKind kind, String scope) {
    this.kind = kind;
    this.scope = scope;
  }
}
