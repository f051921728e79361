// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.telemetry;

/**
 * What an operation knows about its span beyond what every span has. Kept in plain fields, and made
 * into names, boxes and redacted texts only when an exporter reads the span, on its own thread.
 */
interface SpanFacts {
  String spanName();

  void describe(AttributeWriter writer);
}
