// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.service;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Classes of the application, by their names, whichever of its loaders has them. Thread-safe; not
 * for a request's thread.
 */
public final class ApplicationClasses {
  private static volatile @Nullable Instrumentation instrumentation;

  private ApplicationClasses() {}

  /** By whoever needs them. */
  public static void install(Instrumentation instrumentation) {
    ApplicationClasses.instrumentation = instrumentation;
  }

  /** Classes that are loaded and could be made objects of, of a type that the JDK has. */
  public static List<Class<?>> subtypes(Class<?> type) {
    List<Class<?>> found = new ArrayList<>();
    Instrumentation known = instrumentation;
    if (known != null) {
      for (Class<?> loaded : known.getAllLoadedClasses()) {
        if (type.isAssignableFrom(loaded) && !Modifier.isAbstract(loaded.getModifiers())) {
          found.add(loaded);
        }
      }
    }
    return found;
  }

  /**
   * A class that is loaded, or that the class path has. Where several loaders have one of the name,
   * it is any of theirs.
   *
   * @param name as {@link Class#getName}
   * @return null if there is none yet
   */
  public static @Nullable Class<?> find(String name) {
    Instrumentation known = instrumentation;
    if (known != null) {
      for (Class<?> loaded : known.getAllLoadedClasses()) {
        if (loaded.getName().equals(name)) {
          return loaded;
        }
      }
    }
    try {
      return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
