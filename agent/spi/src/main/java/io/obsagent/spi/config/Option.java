// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import java.util.function.Function;

/**
 * One setting: declared as a constant, documented by generation, read through {@link Config}.
 * Immutable.
 *
 * @param key dotted, kebab-case: {@code exporter.jaeger.endpoint}. Its spellings: {@code
 *     -Dobs.<key>}, {@code OBS_<KEY>} with dots and dashes as underscores, and the YAML path.
 * @param type for people: {@code duration}, {@code url}, {@code boolean} …
 * @param defaultText the default as a user would write it; empty for none
 * @param description one sentence
 * @param aliases environment variables that mean the same, e.g. {@code METRICS_PORT}
 * @param since the version that brought it
 * @param dynamic whether a change of the file takes effect while running
 * @param secret whether the value is masked wherever it is shown
 * @param parser text to value; throws IllegalArgumentException whose message says what is wanted
 */
public record Option<T>(
    String key,
    String type,
    String defaultText,
    String description,
    java.util.List<String> aliases,
    String since,
    boolean dynamic,
    boolean secret,
    Function<String, T> parser) {

  public static Option<String> text(String key, String defaultText, String description) {
    return of(key, "text", defaultText, description, Function.identity());
  }

  public static Option<Boolean> flag(String key, boolean defaultValue, String description) {
    return of(key, "boolean", Boolean.toString(defaultValue), description, Option::parseFlag);
  }

  /** A whole number between bounds, both inclusive. */
  public static Option<Integer> number(
      String key, int defaultValue, int min, int max, String description) {
    return of(
        key,
        "number " + min + "–" + max,
        Integer.toString(defaultValue),
        description,
        text -> parseNumber(text, min, max));
  }

  /** A time like {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}; a bare number is ms. */
  public static Option<java.time.Duration> duration(
      String key, String defaultText, String description) {
    return of(key, "duration", defaultText, description, Option::parseDuration);
  }

  public static <T> Option<T> of(
      String key, String type, String defaultText, String description, Function<String, T> parser) {
    return new Option<>(
        key, type, defaultText, description, java.util.List.of(), "0.1", false, false, parser);
  }

  /** Environment variables with the same meaning, first wins, after the option's own spellings. */
  public Option<T> alias(String... environmentVariables) {
    return new Option<>(
        key,
        type,
        defaultText,
        description,
        java.util.List.of(environmentVariables),
        since,
        dynamic,
        secret,
        parser);
  }

  public Option<T> asDynamic() {
    return new Option<>(key, type, defaultText, description, aliases, since, true, secret, parser);
  }

  public Option<T> asSecret() {
    return new Option<>(key, type, defaultText, description, aliases, since, dynamic, true, parser);
  }

  /**
   * One option of a family: of {@code instrumentation.<name>.enabled}, with {@code jedis}, the
   * option {@code instrumentation.jedis.enabled}. The family stands in the reference; its members
   * are read.
   *
   * @throws IllegalStateException if the key names no variable part
   */
  public Option<T> at(String name) {
    int open = key.indexOf('<');
    int close = key.indexOf('>', open);
    if (open < 0 || close < 0) {
      throw new IllegalStateException("option " + key + " is not a family");
    }
    String member = key.substring(0, open) + name + key.substring(close + 1);
    return new Option<>(
        member, type, defaultText, description, aliases, since, dynamic, secret, parser);
  }

  /** Whether this is a family: see {@link #at}. */
  public boolean isFamily() {
    return key.indexOf('<') >= 0;
  }

  /** Whether the key is one of this family. */
  public boolean isMember(String candidate) {
    int open = key.indexOf('<');
    int close = key.indexOf('>', open);
    return open >= 0
        && close > open
        && candidate.length() > key.length() - (close + 1 - open)
        && candidate.startsWith(key.substring(0, open))
        && candidate.endsWith(key.substring(close + 1));
  }

  private static Boolean parseFlag(String text) {
    return switch (text.trim().toLowerCase(java.util.Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static java.time.Duration parseDuration(String text) {
    String trimmed = text.trim();
    int digits = 0;
    while (digits < trimmed.length() && Character.isDigit(trimmed.charAt(digits))) {
      digits++;
    }
    long unitMillis =
        switch (trimmed.substring(digits).trim()) {
          case "", "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 0;
        };
    if (digits == 0 || digits > 9 || unitMillis == 0) {
      throw new IllegalArgumentException("expected a duration like 500ms, 10s, 5m or 1h");
    }
    return java.time.Duration.ofMillis(Long.parseLong(trimmed.substring(0, digits)) * unitMillis);
  }

  private static Integer parseNumber(String text, int min, int max) {
    int value;
    try {
      value = Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a whole number", e);
    }
    if (value < min || value > max) {
      throw new IllegalArgumentException("expected a number from " + min + " to " + max);
    }
    return value;
  }
}
