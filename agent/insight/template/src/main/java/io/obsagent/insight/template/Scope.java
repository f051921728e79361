// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template sees while it is rendered: dot, variables, functions and limits. Values are
 * strings, {@code Long}, {@code Double}, {@code Boolean}, {@code ZonedDateTime}, {@code Duration},
 * lists, maps by string, {@link TemplateObject} and null; nothing else is looked into. Not
 * thread-safe; may be used for several templates one after another.
 */
public final class Scope {
  private static final int STEPS = 200_000;
  private static final int OUTPUT = 1 << 20;

  final @Nullable Object dot;
  final Map<String, @Nullable Object> variables = new HashMap<>();
  final Map<String, TemplateFunction> functions = new HashMap<>();
  boolean html;
  int steps = STEPS;
  int output = OUTPUT;

  private Scope(@Nullable Object dot) {
    this.dot = dot;
  }

  public static Scope of(@Nullable Object dot) {
    return new Scope(dot);
  }

  /**
   * The scope of a rule's labels and annotations: {@code $labels}, {@code $value}, {@code
   * $externalLabels}, {@code $externalURL} and dot with the same four.
   */
  public static Scope ofRule(Map<String, String> labels, double value) {
    Scope scope = new Scope(new RuleData(labels, value, Map.of(), ""));
    scope.variable("labels", labels).variable("value", value);
    return scope.variable("externalLabels", Map.of()).variable("externalURL", "");
  }

  /** The same with what belongs to the whole process. */
  public static Scope ofRule(
      Map<String, String> labels,
      double value,
      Map<String, String> externalLabels,
      String externalUrl) {
    Scope scope = new Scope(new RuleData(labels, value, externalLabels, externalUrl));
    scope.variable("labels", labels).variable("value", value);
    scope.variable("externalLabels", externalLabels).variable("externalURL", externalUrl);
    return scope.externalUrl(externalUrl);
  }

  /** A variable, named without its {@code $}. */
  public Scope variable(String name, @Nullable Object value) {
    variables.put("$" + name, value);
    return this;
  }

  /** The time for {@code now}, in seconds as in Prometheus' rules, and {@code since}. */
  public Scope now(Instant now) {
    timeNow(now);
    functions.put("now", args -> now.getEpochSecond() + now.getNano() / 1e9);
    return this;
  }

  /** The same, with {@code now} a time as in Alertmanager's templates. */
  public Scope timeNow(Instant now) {
    functions.put("now", args -> Times.utc(now));
    functions.put(
        "since", args -> Duration.between(Arguments.time("since", args, 0).toInstant(), now));
    return this;
  }

  /** The labels for {@code routeLabels}: of the route that a notification took. */
  public Scope routeLabels(Map<String, String> labels) {
    functions.put(
        "routeLabels", args -> labels.getOrDefault(Arguments.string("routeLabels", args, 0), ""));
    return this;
  }

  /** A function, in the place of one by this name that does nothing outside its use. */
  public Scope function(String name, TemplateFunction function) {
    functions.put(name, function);
    return this;
  }

  /** Switches {@code query} on. */
  public Scope query(QueryFunction query) {
    functions.put("query", args -> query.query(Arguments.string("query", args, 0)));
    return this;
  }

  /** The address for {@code externalURL} and {@code pathPrefix}. */
  public Scope externalUrl(String url) {
    functions.put("externalURL", args -> url);
    functions.put("pathPrefix", args -> path(url));
    return this;
  }

  private static String path(String url) {
    try {
      String path = URI.create(url).getPath();
      return path == null ? "" : path;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Escapes every value for HTML unless it went through {@code safeHtml}. */
  public Scope html() {
    html = true;
    return this;
  }

  /**
   * @param steps evaluation steps, including one per 64 characters made
   * @param output characters of the result
   */
  public Scope limits(int steps, int output) {
    this.steps = steps;
    this.output = output;
    return this;
  }

  private record RuleData(
      Map<String, String> labels,
      double value,
      Map<String, String> externalLabels,
      String externalUrl)
      implements TemplateObject {
    @Override
    public @Nullable Object get(String name, List<@Nullable Object> args) throws TemplateException {
      return switch (name) {
        case "Labels" -> labels;
        case "Value" -> value;
        case "ExternalLabels" -> externalLabels;
        case "ExternalURL" -> externalUrl;
        default -> throw new TemplateException("can't evaluate field " + name);
      };
    }
  }
}
