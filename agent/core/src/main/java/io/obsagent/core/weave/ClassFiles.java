// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads class files through loaders of the application, which may do anything. */
final class ClassFiles {
  private ClassFiles() {}

  /**
   * @param loader null for the boot loader
   * @param type internal name
   * @return null where there is none, or the loader fails
   */
  static byte @Nullable [] read(@Nullable ClassLoader loader, String type) {
    return read(loader, type, Integer.MAX_VALUE);
  }

  /** Whether the file of a type is there to be read. */
  static boolean exists(ClassLoader loader, String type) {
    return read(loader, type, 0) != null;
  }

  private static byte @Nullable [] read(@Nullable ClassLoader loader, String type, int most) {
    // An interrupted thread that reads from a channel closes it: the application would find its
    // loader broken for ever, and not by its own doing.
    boolean interrupted = Thread.interrupted();
    String resource = type + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      return in == null ? null : in.readNBytes(most);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      return null;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
