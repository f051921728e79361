// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.logging.Handler;
import org.apache.juli.FileHandler;
import org.jspecify.annotations.Nullable;

/** The file of a handler, which has no method that tells it. */
final class WrittenFile {
  private static final @Nullable MethodHandle DIRECTORY = getter("directory", String.class);
  private static final @Nullable MethodHandle PREFIX = getter("prefix", String.class);
  private static final @Nullable MethodHandle DATE = getter("date", String.class);
  private static final @Nullable MethodHandle SUFFIX = getter("suffix", String.class);
  private static final @Nullable MethodHandle ROTATABLE = getter("rotatable", Boolean.class);

  private WrittenFile() {}

  /** Null where it cannot be told. */
  static @Nullable Path of(Handler handler) throws Throwable {
    if (DIRECTORY == null
        || PREFIX == null
        || DATE == null
        || SUFFIX == null
        || ROTATABLE == null) {
      return null;
    }
    String date =
        (boolean) ROTATABLE.invokeExact(handler) ? (String) DATE.invokeExact(handler) : "";
    String name =
        (String) PREFIX.invokeExact(handler) + date + (String) SUFFIX.invokeExact(handler);
    return Path.of((String) DIRECTORY.invokeExact(handler)).resolve(name).toAbsolutePath();
  }

  private static @Nullable MethodHandle getter(String field, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(FileHandler.class, MethodHandles.lookup())
          .findGetter(FileHandler.class, field, type)
          .asType(
              MethodType.methodType(type == Boolean.class ? boolean.class : type, Handler.class));
    } catch (ReflectiveOperationException | RuntimeException ofAnotherVersion) {
      return null;
    }
  }
}
