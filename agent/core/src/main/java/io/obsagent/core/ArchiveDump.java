// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * Whether this run of the JVM is there to record an AOT cache or a class-data archive. Woven
 * classes do not belong into one, and some classes of the JDK that are woven make JDK 25 crash when
 * it writes the cache.
 */
final class ArchiveDump {
  private static final String PACKAGE = "jdk.internal.misc";

  private ArchiveDump() {}

  static boolean isRunning(Instrumentation instrumentation) {
    try {
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of(PACKAGE, Set.of(ArchiveDump.class.getModule())),
          Map.of(),
          Set.of(),
          Map.of());
      return (Boolean) Class.forName(PACKAGE + ".CDS").getMethod("isDumpingArchive").invoke(null);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // A JVM that does not tell is one that has no such cache.
      return false;
    }
  }
}
