// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.configuration.Configuration;
import org.tinylog.core.TinylogLoggingProvider;
import org.tinylog.provider.ContextProvider;

/**
 * The back end that tinylog's API, and SLF4J's binding to it, log to; configured anew each time.
 */
final class Backend {
  /** Its parameters since tinylog 2.1; before, there is no formatter among them. */
  private static final int WITH_FORMATTER = 7;

  private static final Method LOG =
      Stream.of(TinylogLoggingProvider.class.getMethods())
          .filter(each -> each.getName().equals("log"))
          .filter(each -> each.getParameterTypes()[0] == int.class)
          .findFirst()
          .orElseThrow();

  /** Not by the method itself, whose frames would stand between the class that logs and tinylog. */
  private static final MethodHandle LOGS = handle();

  private static final @Nullable Object FORMATTER = formatter();

  /** How deep in the stack the class stands that logs: above this one. */
  private static final int CALLER = 2;

  private final TinylogLoggingProvider provider;

  Backend(Map<String, String> properties) throws Exception {
    Map<String, String> all = new HashMap<>(properties);
    all.putIfAbsent("level", "info");
    all.put("autoshutdown", "false");
    thaw();
    Configuration.replace(all);
    provider = new TinylogLoggingProvider();
  }

  void log(@Nullable Object... arguments) {
    try {
      LOGS.invokeExact(provider, arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isEnabled(@Nullable String tag, Level level) {
    return provider.isEnabled(1, tag, level);
  }

  ContextProvider context() {
    return provider.getContextProvider();
  }

  void close() throws Exception {
    context().clear();
    provider.shutdown();
  }

  /** Applications configure it once. */
  private static void thaw() throws IllegalAccessException {
    try {
      Field frozen = Configuration.class.getDeclaredField("frozen");
      frozen.setAccessible(true);
      frozen.set(null, false);
    } catch (NoSuchFieldException older) {
      // It never freezes.
    }
  }

  private static MethodHandle handle() {
    try {
      return MethodHandles.publicLookup()
          .unreflect(LOG)
          .asFixedArity()
          .asSpreader(Object[].class, LOG.getParameterCount())
          .asType(MethodType.methodType(void.class, TinylogLoggingProvider.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object formatter() {
    try {
      return LOG.getParameterCount() != WITH_FORMATTER
          ? null
          : Class.forName("org.tinylog.format.AdvancedMessageFormatter")
              .getConstructor(Locale.class, boolean.class)
              .newInstance(Locale.ROOT, true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static @Nullable Object[] arguments(
      @Nullable String tag,
      Level level,
      @Nullable Throwable thrown,
      String message,
      Object... arguments) {
    return FORMATTER == null
        ? new @Nullable Object[] {CALLER, tag, level, thrown, message, arguments}
        : new @Nullable Object[] {CALLER, tag, level, thrown, FORMATTER, message, arguments};
  }
}
