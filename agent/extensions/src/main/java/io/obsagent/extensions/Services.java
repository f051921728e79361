// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.diagnostics.Problems;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds what extensions register; one that cannot be loaded is told, and the others are found. */
final class Services {
  static final String AREA = "extensions";

  /** A loader that fails for ever must not hold up the start. */
  private static final int MAX_FAILURES = 100;

  private Services() {}

  static <T> List<T> load(Class<T> service, ClassLoader loader, Comparator<T> order) {
    List<T> found = new ArrayList<>();
    Iterator<T> providers = ServiceLoader.load(service, loader).iterator();
    for (int failures = 0; failures < MAX_FAILURES; ) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        found.add(providers.next());
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        failures++;
        problem("cannot load a " + service.getSimpleName(), e);
      }
    }
    found.sort(order);
    return found;
  }

  /** Tells what failed, with the way out where a class is missing. */
  static void problem(String what, Throwable failure) {
    Problems.add(AREA, "obs.extensions: " + what + ": " + reason(failure));
  }

  /** What failed, its first cause, and the way out where a class is missing. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String root = cause == failure ? "" : " (" + cause + ")";
    boolean missing =
        cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException;
    return (failure instanceof ServiceConfigurationError
            ? failure.getMessage()
            : failure.toString())
        + root
        + (missing ? "; put the jar with that class into obs.extensions, too" : "");
  }

  /** The jar or directory that an object's class comes from, for people. */
  static String place(Object extension) {
    CodeSource source = extension.getClass().getProtectionDomain().getCodeSource();
    String path =
        source == null || source.getLocation() == null ? "" : source.getLocation().getPath();
    return path.isEmpty() ? "" : " in " + path.substring(path.lastIndexOf('/') + 1);
  }
}
