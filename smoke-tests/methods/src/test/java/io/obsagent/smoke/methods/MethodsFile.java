// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

import io.obsagent.testing.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/** The file that the agent of this JVM watches. */
final class MethodsFile {
  private static final Path PATH = Path.of(System.getProperty("obs.config.file"));
  private static final AtomicInteger VERSION = new AtomicInteger();

  private MethodsFile() {}

  /** A method of which each version of the file counts the calls under another name. */
  static final class Marker {
    private int marks;

    void mark() {
      marks = Math.floorMod(marks + 1, 7);
    }
  }

  /** Writes entries of methods, and waits until they count. */
  static void use(String entries) {
    write("methods:\n" + entries);
  }

  /**
   * Writes a file that ends with entries of methods, and waits until they count.
   *
   * @return how long that took, in nanoseconds
   */
  static long write(String file) {
    String metric = "marker_" + VERSION.incrementAndGet() + "_total";
    String marker =
        "\n  - match: \""
            + Marker.class.getName()
            + "#mark\"\n    metrics: [{name: "
            + metric
            + "}]\n";
    try {
      Path next =
          Files.writeString(PATH.resolveSibling("methods.next"), file.stripTrailing() + marker);
      Files.move(next, PATH, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long start = System.nanoTime();
    Marker marked = new Marker();
    Recorded.await(
        () -> {
          marked.mark();
          return Recorded.sum(metric) > 0;
        },
        () -> "the agent did not take up the file");
    return System.nanoTime() - start;
  }
}
