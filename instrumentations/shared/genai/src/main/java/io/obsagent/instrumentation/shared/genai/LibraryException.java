// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import org.jspecify.annotations.Nullable;

/** What an application catches of a library whose exceptions have other names in some versions. */
public final class LibraryException {
  private LibraryException() {}

  /** Whether the library of an object has it. */
  public static boolean isKnown(Object ofLibrary, String name) {
    return find(ofLibrary, name) != null;
  }

  /**
   * The first that the library of an object has, or else one of the JDK.
   *
   * @param names of classes with a constructor that takes a message alone
   */
  public static Throwable of(Object ofLibrary, String message, String... names) {
    for (String name : names) {
      Class<?> known = find(ofLibrary, name);
      try {
        if (known != null) {
          return (Throwable) known.getConstructor(String.class).newInstance(message);
        }
      } catch (ReflectiveOperationException ofAnotherVersion) {
        continue;
      }
    }
    return new IllegalStateException(message);
  }

  private static @Nullable Class<?> find(Object ofLibrary, String name) {
    try {
      return Class.forName(name, true, ofLibrary.getClass().getClassLoader());
    } catch (ClassNotFoundException ofAnotherVersion) {
      return null;
    }
  }
}
