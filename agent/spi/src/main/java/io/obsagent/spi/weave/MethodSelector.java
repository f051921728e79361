// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.weave;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says which methods of the application are woven. Asked for every class that is loaded, so it must
 * be quick; must not load classes. Thread-safe.
 */
public interface MethodSelector {
  /**
   * A method as its class file has it.
   *
   * @param type binary name of the class
   * @param descriptor as in the class file: {@code (Ljava/lang/String;I)V}
   * @param modifiers as of {@link java.lang.reflect.Modifier}
   * @param trivial whether it does no more than read or write a field, or answer a constant
   */
  record Method(String type, String name, String descriptor, int modifiers, boolean trivial) {}

  /** Decides over the methods of one class. */
  interface Choice {
    /** Null to leave the method as it is. */
    @Nullable MethodProbe probe(Method method);

    /** Choices that are equal weave the same, so that a class need not be woven again. */
    @Override
    boolean equals(@Nullable Object other);

    @Override
    int hashCode();
  }

  /**
   * @param type binary name
   * @param superTypes binary names of all super types; costly to ask for
   * @return null for nearly every class
   */
  @Nullable Choice choice(String type, Supplier<Set<String>> superTypes);
}
