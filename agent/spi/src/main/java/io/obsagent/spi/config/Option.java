// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One setting: declared as a constant, documented by generation, read through {@link Config}. Its
 * bounds belong to it: a value that the reader could not work with is refused here, by the running
 * agent and by the command {@code config} alike. Immutable.
 *
 * @param key dotted, kebab-case: {@code exporter.jaeger.endpoint}. Its spellings: {@code
 *     -Dobs.<key>}, {@code OBS_<KEY>} with dots and dashes as underscores, and the YAML path.
 * @param type for people: {@code duration}, {@code url}, {@code boolean} …
 * @param defaultText the default as a user would write it; empty for none
 * @param description one sentence
 * @param aliases environment variables that mean the same, e.g. {@code METRICS_PORT}
 * @param aliasUnit what a bare number in such a variable counts: {@code ms} in OpenTelemetry's;
 *     else empty
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
    List<String> aliases,
    String aliasUnit,
    String since,
    boolean dynamic,
    boolean secret,
    Function<String, T> parser) {
  private static final String URL_WANTED =
      "expected a URL like http://host:4318, without user and password";

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

  /**
   * A time between bounds, both inclusive, always with its unit: {@code 500ms}, {@code 10s}, {@code
   * 5m}, {@code 1h}. A bare number is refused: people mean seconds and machines milliseconds.
   */
  public static Option<Duration> duration(
      String key, String defaultText, String min, String max, String description) {
    return of(
        key,
        "duration " + min + "–" + max,
        defaultText,
        description,
        text -> parseDuration(text, min, max));
  }

  /** An address like {@code http://collector:4318/path}, of http or https; empty for none. */
  public static Option<String> url(String key, String description) {
    return of(key, "url", "", description, Option::parseUrl);
  }

  /** One of some words, whatever their case. */
  public static Option<String> choice(
      String key, String defaultText, String description, String... words) {
    List<String> all = List.of(words);
    String wanted =
        all.size() == 1
            ? all.get(0)
            : String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
    return of(key, wanted, defaultText, description, text -> parseChoice(text, all, wanted));
  }

  public static <T> Option<T> of(
      String key, String type, String defaultText, String description, Function<String, T> parser) {
    return new Option<>(
        key, type, defaultText, description, List.of(), "", "0.1", false, false, parser);
  }

  /** Environment variables with the same meaning, first wins, after the option's own spellings. */
  public Option<T> alias(String... environmentVariables) {
    return withAliases(List.of(environmentVariables), aliasUnit);
  }

  /** The same for times that OpenTelemetry defines as a number of milliseconds. */
  public Option<T> aliasInMillis(String... environmentVariables) {
    return withAliases(List.of(environmentVariables), "ms");
  }

  private Option<T> withAliases(List<String> variables, String unit) {
    return new Option<>(
        key, type, defaultText, description, variables, unit, since, dynamic, secret, parser);
  }

  /** The text of an alias as the option's own spellings would have it. */
  public String fromAlias(String text) {
    boolean bare = !text.isBlank() && text.strip().chars().allMatch(c -> c >= '0' && c <= '9');
    return bare ? text.strip() + aliasUnit : text;
  }

  public Option<T> asDynamic() {
    return new Option<>(
        key, type, defaultText, description, aliases, aliasUnit, since, true, secret, parser);
  }

  public Option<T> asSecret() {
    return new Option<>(
        key, type, defaultText, description, aliases, aliasUnit, since, dynamic, true, parser);
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
        member, type, defaultText, description, aliases, aliasUnit, since, dynamic, secret, parser);
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
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static Duration parseDuration(String text, String min, String max) {
    long millis = millis(text);
    if (millis < millis(min) || millis > millis(max)) {
      throw new IllegalArgumentException(
          "expected a duration from " + min + " to " + max + ", with its unit: ms, s, m or h");
    }
    return Duration.ofMillis(millis);
  }

  /** Milliseconds, or -1 if it is no duration. */
  private static long millis(String text) {
    String trimmed = text.trim();
    int digits = 0;
    while (digits < trimmed.length() && Character.isDigit(trimmed.charAt(digits))) {
      digits++;
    }
    long unitMillis =
        switch (trimmed.substring(digits).trim()) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 0;
        };
    return digits == 0 || digits > 9 || unitMillis == 0
        ? -1
        : Long.parseLong(trimmed.substring(0, digits)) * unitMillis;
  }

  private static String parseUrl(String text) {
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      return "";
    }
    try {
      URI uri = new URI(trimmed);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      if ((http || https) && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return trimmed;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(URL_WANTED, e);
    }
    throw new IllegalArgumentException(URL_WANTED);
  }

  private static String parseChoice(String text, List<String> words, String wanted) {
    String word = text.trim().toLowerCase(Locale.ROOT);
    if (!words.contains(word)) {
      throw new IllegalArgumentException("expected " + wanted);
    }
    return word;
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
