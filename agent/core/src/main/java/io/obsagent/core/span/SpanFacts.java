// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

/**
 * What an operation knows about its span beyond what every span has. Kept in plain fields, and made
 * into names, boxes and redacted texts only when an exporter reads the span, on its own thread.
 */
public interface SpanFacts {
  String spanName();

  void describe(AttributeWriter writer);
}
