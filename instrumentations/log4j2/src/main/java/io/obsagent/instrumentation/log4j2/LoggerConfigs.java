// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.jspecify.annotations.Nullable;

/** What differs from Log4j 2.8 to 3. */
final class LoggerConfigs {
  /** Log4j 3's constructor takes a configuration as well. */
  private static final MethodHandle CONSTRUCTOR = constructor();

  /** Null before Log4j 2.17, where each has a level that was configured. */
  private static final @Nullable MethodHandle EXPLICIT_LEVEL = explicitLevel();

  private LoggerConfigs() {}

  static LoggerConfig create(String name, @Nullable Level level, Configuration configuration) {
    try {
      return (LoggerConfig) CONSTRUCTOR.invokeExact(name, level, true, configuration);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot make logger '" + name + "'", e);
    }
  }

  /** Whether it has a level of its own. */
  static boolean hasLevel(LoggerConfig config) {
    try {
      return EXPLICIT_LEVEL == null || (Level) EXPLICIT_LEVEL.invokeExact(config) != null;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot read the level of '" + config.getName() + "'", e);
    }
  }

  private static MethodHandle constructor() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodType type = MethodType.methodType(void.class, String.class, Level.class, boolean.class);
    try {
      return lookup.findConstructor(
          LoggerConfig.class, type.appendParameterTypes(Configuration.class));
    } catch (ReflectiveOperationException ofLog4j2) {
      try {
        return MethodHandles.dropArguments(
            lookup.findConstructor(LoggerConfig.class, type), 3, Configuration.class);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static @Nullable MethodHandle explicitLevel() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(LoggerConfig.class, "getExplicitLevel", MethodType.methodType(Level.class));
    } catch (ReflectiveOperationException ofAnOlderVersion) {
      return null;
    }
  }
}
