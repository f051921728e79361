// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.propagation.TextMapSetter;

/**
 * Writes the headers of an outgoing request; stateless, one constant per module. Where a request
 * can be sent more than once, or where the application passes headers on, one of an earlier trace
 * may be there: setting a header takes its place, and what is not sent is removed.
 */
public interface HeaderSetter<C> extends TextMapSetter<C> {
  /** Removes all values of a header, whatever the case of its name; nothing where there is none. */
  void remove(C carrier, String name);
}
