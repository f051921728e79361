// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RecordedLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;

/** Levels that tinylog itself decides once in a JVM. */
@ExtendWith(AgentExtension.class)
class TinylogLevelsTest {
  private static final String HERE = TinylogLevelsTest.class.getName();
  private static final String PACKAGE = TinylogLevelsTest.class.getPackageName();
  private static final List<Level> LEVELS =
      List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);

  @TempDir Path directory;

  private Backend backend;

  @AfterEach
  void close() throws Exception {
    backend.close();
  }

  @Test
  void nothingIsWrittenThatWouldNotHaveBeen() throws Exception {
    configure(Map.of("writer.level", "trace", "writer.tag", "-", "writer2.level", "warn"));

    logAll(null);
    logAll("AUDIT");

    assertThat(lines("all")).containsExactly("INFO", "WARN", "ERROR");
    assertThat(lines("other")).containsExactly("WARN", "ERROR", "WARN", "ERROR");
    assertThat(backend.isEnabled(null, Level.DEBUG)).isFalse();
    assertThat(backend.isEnabled(null, Level.INFO)).isTrue();
    assertThat(backend.isEnabled("AUDIT", Level.INFO)).isFalse();
    assertThat(backend.isEnabled("AUDIT", Level.WARN)).isTrue();
  }

  @Test
  void levelsOfClassesAreThoseOfTheConfiguration() throws Exception {
    configure(Map.of("level", "error", "level@" + HERE, "debug"));

    logAll(null);

    assertThat(lines("all")).containsExactly("DEBUG", "INFO", "WARN", "ERROR");
  }

  @Test
  void aFinerLevelIsSetForAPackageAndFallsBack() throws Exception {
    configure(Map.of("writer2.level", "info"));

    RecordedLogs.setLevel("tinylog", PACKAGE, "TRACE");
    logAll(null);
    RecordedLogs.setLevel("tinylog", PACKAGE, null);
    logAll(null);

    assertThat(lines("all"))
        .containsExactly("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "INFO", "WARN", "ERROR");
    assertThat(lines("other")).containsExactly("INFO", "WARN", "ERROR", "INFO", "WARN", "ERROR");
  }

  @Test
  void theRootsLevelIsFinerAndGraverThanConfigured() throws Exception {
    configure(Map.of());

    RecordedLogs.setLevel("tinylog", "", "DEBUG");
    logAll(null);
    RecordedLogs.setLevel("tinylog", "", "ERROR");
    logAll(null);
    RecordedLogs.setLevel("tinylog", PACKAGE, "OFF");
    logAll(null);

    assertThat(lines("all")).containsExactly("DEBUG", "INFO", "WARN", "ERROR", "ERROR");
  }

  @Test
  void anotherBackendHasLevelsOfItsOwn() throws Exception {
    configure(Map.of());
    Backend first = backend;
    configure(Map.of("level", "error"));

    assertThat(first.isEnabled(null, Level.INFO)).isTrue();
    assertThat(first.isEnabled(null, Level.DEBUG)).isFalse();
    assertThat(backend.isEnabled(null, Level.INFO)).isFalse();
    first.close();
  }

  /** Else the JDK's loggers would make a record of all that nobody wants. */
  @Test
  void aBridgeFindsTheLevelThatIsConfigured() throws Exception {
    Class<?> bridge;
    try {
      bridge = Class.forName("org.tinylog.jul.JulTinylogBridge");
    } catch (ClassNotFoundException onlyBesideTheNewest) {
      bridge = null;
    }
    configure(Map.of("level", "warn"));
    assumeTrue(bridge != null, "the bridge is not there");

    bridge.getMethod("activate").invoke(null);

    assertThat(Logger.getLogger("").getLevel()).isEqualTo(java.util.logging.Level.WARNING);
    LogManager.getLogManager().reset();
  }

  private void configure(Map<String, String> properties) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("writer", "file");
    all.put("writer.file", directory.resolve("all").toString());
    all.put("writer.format", "{level}");
    all.put("writer2", "file");
    all.put("writer2.file", directory.resolve("other").toString());
    all.put("writer2.format", "{level}");
    all.putAll(properties);
    backend = new Backend(all);
  }

  private void logAll(String tag) {
    for (Level level : LEVELS) {
      backend.log(Backend.arguments(tag, level, null, "sold"));
    }
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file));
  }
}
