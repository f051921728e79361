// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogKit;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;
import org.tinylog.configuration.Configuration;
import org.tinylog.core.TinylogLoggingProvider;

/** By the back end that tinylog's API, and SLF4J's binding to it, log to. */
class TinylogTest extends LogKit {
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

  /** Made once: a level that is off allocates nothing. */
  private static final @Nullable Object[] UNWANTED = arguments(null, Level.DEBUG, null, "unwanted");

  /** How deep in the stack the class stands that logs. */
  private static final int HERE = 1;

  private @Nullable TinylogLoggingProvider provider;

  @Override
  protected String framework() {
    return "tinylog";
  }

  /** The class that logs. */
  @Override
  protected String loggerName() {
    return TinylogTest.class.getName();
  }

  @Override
  protected void configure(Path file, boolean async) throws Exception {
    stop();
    String format =
        pattern().replaceAll("%X\\{(\\w+)}", "{context: $1}").replace("%m%n", "{message}");
    Map<String, String> properties = new HashMap<>();
    properties.put("level", "info");
    properties.put("writer", "file");
    properties.put("writer.file", file.toString());
    properties.put("writer.format", format);
    properties.put("writer2", "file");
    properties.put("writer2.file", file + ".other");
    properties.put("writer2.format", "{tag} {class} {message}");
    properties.put("writingthread", Boolean.toString(async));
    properties.put("autoshutdown", "false");
    thaw();
    Configuration.replace(properties);
    provider = new TinylogLoggingProvider();
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

  @Override
  protected void stop() throws Exception {
    if (provider != null) {
      clear();
      provider.shutdown();
      provider = null;
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

  private static @Nullable Object[] arguments(
      @Nullable String tag,
      Level level,
      @Nullable Throwable thrown,
      String message,
      Object... arguments) {
    return FORMATTER == null
        ? new @Nullable Object[] {HERE, tag, level, thrown, message, arguments}
        : new @Nullable Object[] {HERE, tag, level, thrown, FORMATTER, message, arguments};
  }

  private void log(@Nullable Object[] arguments) {
    try {
      LOGS.invokeExact((TinylogLoggingProvider) provider, arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected void info(String message) {
    log(arguments(null, Level.INFO, null, message));
  }

  @Override
  protected void debug(String message) {
    log(UNWANTED);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    log(arguments(null, Level.ERROR, thrown, message));
  }

  @Override
  protected void format(String template, Object argument) {
    log(arguments(null, Level.INFO, null, template, argument));
  }

  /** The method that makes an entry is told it since 2.3. */
  @Override
  protected boolean tellsTemplate() {
    return TinylogModuleTest.makesEntriesInConfiguration();
  }

  @Override
  protected void put(String key, String value) {
    provider.getContextProvider().put(key, value);
  }

  @Override
  protected void clear() {
    if (provider != null) {
      provider.getContextProvider().clear();
    }
  }

  @Override
  protected @Nullable Map<String, String> context() {
    return provider.getContextProvider().getMapping();
  }

  /** They are constants of a JVM. */
  @Override
  protected boolean levelsChange() {
    return false;
  }

  @Test
  void aTagIsAMarker() throws Exception {
    configure(file(), false);

    log(arguments("AUDIT", Level.WARN, null, "sold"));

    assertThat(theRecord().markers()).containsExactly("AUDIT");
    assertThat(theRecord().severity()).isEqualTo("WARN");
  }
}
