// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.logs.Severity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Levels of the application's loggers, as the user writes them. */
final class LevelOptions {
  /** What the option's text means if there is none. */
  private static final String NONE = "";

  static final Option<String> ROOT =
      Option.of(
              "logging.level",
              "trace, debug, info, warn, error, fatal or off",
              NONE,
              "Level of the root logger of all logging frameworks; without it the application's own"
                  + " configuration says.",
              LevelOptions::parseRoot)
          .alias("LOG_LEVEL")
          .asDynamic();

  static final Section<Map<String, Severity>> LEVELS =
      new Section<>(
          "logging.levels",
          "Levels of loggers in all logging frameworks: trace, debug, info, warn, error, fatal or"
              + " off; 'root' is the root. What is taken out again falls back to what it was.",
          """
          com.acme.shop: debug
          org.hibernate.SQL: trace
          """,
          true,
          Map.of(),
          LevelOptions::parse);

  private static final int MOST = 1_000;

  private LevelOptions() {}

  /** By the logger's name, which is empty for the root. */
  static Map<String, Severity> of(Config config) {
    Map<String, Severity> levels = new LinkedHashMap<>();
    Severity root = Severity.of(config.get(ROOT));
    if (root != null) {
      levels.put("", root);
    }
    levels.putAll(config.get(LEVELS));
    return levels;
  }

  /** LOG_LEVEL belongs to the agent's own log, too, whose words are understood here. */
  private static String parseRoot(String text) {
    String word = text.trim().toLowerCase(Locale.ROOT);
    String plain =
        switch (word) {
          case "notice" -> "info";
          case "critical" -> "fatal";
          case "none" -> "off";
          default -> word;
        };
    if (!plain.isEmpty() && Severity.of(plain) == null) {
      throw new IllegalArgumentException("expected trace, debug, info, warn, error, fatal or off");
    }
    return plain;
  }

  static Map<String, Severity> parse(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      throw new IllegalArgumentException(
          node.place() + ": 'logging.levels' takes loggers and their levels: com.acme: debug");
    }
    Map<String, Severity> levels = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (logger, value) -> {
              Severity level =
                  value instanceof ConfigNode.Scalar scalar ? Severity.of(scalar.text()) : null;
              if (level == null) {
                problems.accept(
                    value.place()
                        + ": the level of '"
                        + logger
                        + "' must be trace, debug, info, warn, error, fatal or off");
              } else if (levels.size() == MOST) {
                problems.accept(value.place() + ": more than " + MOST + " loggers; left out");
              } else {
                levels.put(name(logger), level);
              }
            });
    return Map.copyOf(levels);
  }

  /** The name of a logger as frameworks have it. */
  static String name(String shown) {
    return shown.equalsIgnoreCase("root") ? "" : shown;
  }
}
