// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogKit;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;
import org.tinylog.configuration.Configuration;
import org.tinylog.core.TinylogLoggingProvider;
import org.tinylog.format.AdvancedMessageFormatter;

/** By the back end that tinylog's API, and SLF4J's binding to it, log to. */
class TinylogTest extends LogKit {
  private static final AdvancedMessageFormatter FORMATTER =
      new AdvancedMessageFormatter(Locale.ROOT, true);

  /** How deep in the stack the class stands that logs. */
  private static final int HERE = 1;

  private static final Object[] NONE = {};

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
  private static void thaw() throws ReflectiveOperationException {
    Field frozen = Configuration.class.getDeclaredField("frozen");
    frozen.setAccessible(true);
    frozen.set(null, false);
  }

  @Override
  protected void stop() throws Exception {
    if (provider != null) {
      clear();
      provider.shutdown();
      provider = null;
    }
  }

  @Override
  protected void info(String message) {
    provider.log(HERE, null, Level.INFO, null, null, message, NONE);
  }

  @Override
  protected void debug(String message) {
    provider.log(HERE, null, Level.DEBUG, null, null, message, NONE);
  }

  @Override
  protected void error(String message, Throwable thrown) {
    provider.log(HERE, null, Level.ERROR, thrown, null, message, NONE);
  }

  @Override
  protected void format(String template, Object argument) {
    provider.log(HERE, null, Level.INFO, null, FORMATTER, template, argument);
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

    provider.log(HERE, "AUDIT", Level.WARN, null, null, "sold", NONE);

    assertThat(theRecord().markers()).containsExactly("AUDIT");
    assertThat(theRecord().severity()).isEqualTo("WARN");
  }
}
