// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.LogKit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tinylog.Level;

/** By the back end that tinylog's API, and SLF4J's binding to it, log to. */
class TinylogTest extends LogKit {
  /** Made once: a level that is off allocates nothing. */
  private static final @Nullable Object[] UNWANTED =
      Backend.arguments(null, Level.DEBUG, null, "too fine");

  private @Nullable Backend backend;

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
    properties.put("writer", "file");
    properties.put("writer.file", file.toString());
    properties.put("writer.format", format);
    properties.put("writer2", "file");
    properties.put("writer2.file", file + ".other");
    properties.put("writer2.format", "{tag} {class} {message}");
    properties.put("writingthread", Boolean.toString(async));
    backend = new Backend(properties);
  }

  @Override
  protected void stop() throws Exception {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }

  @Override
  protected void info(String message) {
    backend.log(Backend.arguments(null, Level.INFO, null, message));
  }

  @Override
  protected void debug(String message) {
    backend.log(
        message.equals("too fine")
            ? UNWANTED
            : Backend.arguments(null, Level.DEBUG, null, message));
  }

  @Override
  protected void error(String message, Throwable thrown) {
    backend.log(Backend.arguments(null, Level.ERROR, thrown, message));
  }

  @Override
  protected void format(String template, Object argument) {
    backend.log(Backend.arguments(null, Level.INFO, null, template, argument));
  }

  /** The method that makes an entry is told it since 2.3. */
  @Override
  protected boolean tellsTemplate() {
    return TinylogModuleTest.makesEntriesInConfiguration();
  }

  @Override
  protected void put(String key, String value) {
    backend.context().put(key, value);
  }

  @Override
  protected void clear() {
    if (backend != null) {
      backend.context().clear();
    }
  }

  @Override
  protected @Nullable Map<String, String> context() {
    return backend.context().getMapping();
  }

  @Test
  void aTagIsAMarker() throws Exception {
    configure(file(), false);

    backend.log(Backend.arguments("AUDIT", Level.WARN, null, "sold"));

    assertThat(theRecord().markers()).containsExactly("AUDIT");
    assertThat(theRecord().severity()).isEqualTo("WARN");
  }
}
