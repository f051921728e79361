// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/** The marker of a record, which is some object of the API that logged, SLF4J's mostly. */
final class Markers {
  /** Null in versions whose records have none. */
  private static final @Nullable MethodHandle GETTER = getter();

  private Markers() {}

  static List<String> of(ExtLogRecord log) {
    try {
      Object marker = GETTER == null ? null : (Object) GETTER.invokeExact(log);
      String name = marker == null ? null : marker.toString();
      return name == null ? List.of() : List.of(name);
    } catch (Throwable ofTheMarker) {
      return List.of();
    }
  }

  private static @Nullable MethodHandle getter() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(ExtLogRecord.class, "getMarker", MethodType.methodType(Object.class));
    } catch (ReflectiveOperationException ofAnOlderVersion) {
      return null;
    }
  }
}
