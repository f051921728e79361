// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import org.jspecify.annotations.Nullable;

/**
 * What leads from an object of a library to one that it has, or to a value. A type of our own: what
 * is one is called by nobody else. Stateless or thread-safe.
 */
@FunctionalInterface
public interface Getter {
  /** Null for none; what the library throws, it throws. */
  @Nullable Object apply(@Nullable Object from);
}
