// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi;

import java.util.List;

/**
 * Which classes to advise: by name, or by a super type. By name is far cheaper: list the
 * implementations wherever an interface is closed in practice.
 *
 * <p>By super type costs what it takes to read the super types of each class that has such a
 * method: nothing in class loaders that see none of {@code names}, much where the methods are
 * called as those of many classes are.
 *
 * @param names binary names of the types, or of the super types, or, after an {@code @}, of the
 *     annotation of a method
 * @param bySuperType whether {@code names} are super types (classes or interfaces, direct or not)
 *     of the classes to advise; interfaces themselves are advised only where they declare default
 *     methods
 * @param excludedPrefixes class name prefixes that never match, e.g. wrappers of a connection pool
 */
public record TypeMatch(List<String> names, boolean bySuperType, List<String> excludedPrefixes) {
  public TypeMatch {
    names = List.copyOf(names);
    excludedPrefixes = List.copyOf(excludedPrefixes);
  }

  public static TypeMatch named(String... names) {
    return new TypeMatch(List.of(names), false, List.of());
  }

  /** Matches the types themselves, too, where they have a method body to advise. */
  public static TypeMatch subtypesOf(String... names) {
    return new TypeMatch(List.of(names), true, List.of());
  }

  /**
   * Matches classes that have an annotation, or a method with it, which is kept in class files.
   * Classes that are loaded before the agent comes are not found.
   */
  public static TypeMatch annotated(String annotation) {
    return subtypesOf("@" + annotation);
  }

  public TypeMatch except(String... classNamePrefixes) {
    return new TypeMatch(names, bySuperType, List.of(classNamePrefixes));
  }
}
