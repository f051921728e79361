// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs;

import io.obsagent.logs.levels.Levels;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import io.obsagent.spi.logs.Severity;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What levels loggers have, and others for them. */
final class LevelRoutes {
  static final String LOGGERS = "/monitoring/loggers";

  private static final int MOST_SHOWN = 1_000;
  private static final int LONGEST_NAME = 500;
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Levels levels;

  LevelRoutes(Levels levels) {
    this.levels = levels;
  }

  void add(Routes routes) {
    routes.add("GET", LOGGERS, Access.READ, this::loggers);
    routes.add("POST", LOGGERS + "/{name}", Access.WRITE, this::set);
  }

  private Response loggers(Request request) {
    String wanted = LogParameters.text(request, "q").toLowerCase(Locale.ROOT);
    List<Levels.View> matching =
        levels.loggers().stream()
            .filter(view -> Levels.shown(view.name()).toLowerCase(Locale.ROOT).contains(wanted))
            .toList();
    Instant now = Instant.now();
    return Response.json(
        200,
        out -> {
          out.object().name("loggers").array();
          for (Levels.View view : matching.subList(0, Math.min(MOST_SHOWN, matching.size()))) {
            out.object().field("name", Levels.shown(view.name()));
            out.field("framework", view.framework());
            out.field("level", view.level() == null ? null : view.level().name());
            out.field("effective", view.effective().name());
            out.field("until", view.left() == null ? null : until(now.plus(view.left())));
            out.end();
          }
          out.end().field("omitted", Math.max(0, matching.size() - MOST_SHOWN)).end();
        });
  }

  private static String until(Instant end) {
    return end.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Response set(Request request) {
    String name = LevelOptions.name(request.pathParameter("name"));
    if (name.length() > LONGEST_NAME) {
      throw LogParameters.invalid("name", "at most " + LONGEST_NAME + " characters");
    }
    String word = value(request, "level");
    Severity level = word.isEmpty() ? null : Severity.of(word);
    if (!word.isEmpty() && level == null) {
      throw LogParameters.invalid(
          "level", "expected trace, debug, info, warn, error, fatal or off; nothing sets it back");
    }
    Duration lasts = duration(value(request, "for"));
    if (levels.isEmpty()) {
      return Response.error(404, "no logging framework has been used yet");
    }
    String by = String.join(", ", request.headers().getOrDefault("(address)", List.of()));
    int changed = levels.set(name, level, value(request, "framework"), lasts, by);
    return changed == 0
        ? Response.error(409, "no framework took it; the agent's log says why")
        : Response.json(
            200,
            out ->
                out.object()
                    .field("name", Levels.shown(name))
                    .field("level", level == null ? null : level.name())
                    .field("for", lasts == null || level == null ? null : value(request, "for"))
                    .field("changed", changed)
                    .end());
  }

  private static @Nullable Duration duration(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Duration duration = LogParameters.duration(text, "for");
    if (duration.compareTo(LONGEST) > 0) {
      throw LogParameters.invalid("for", "at most 24h");
    }
    return duration;
  }

  /** Of the JSON in the body, else of a form or the address; empty if there is none. */
  private static String value(Request request, String name) {
    if (request.body().length == 0 || request.body()[0] != '{') {
      return LogParameters.text(request, name);
    }
    ConfigNode value = json(request).get(name);
    if (value instanceof ConfigNode.Scalar scalar && !scalar.text().equals("null")) {
      return scalar.text().strip();
    }
    if (value == null || value instanceof ConfigNode.Scalar || value instanceof ConfigNode.Empty) {
      return "";
    }
    throw LogParameters.invalid(name, "expected a text");
  }

  private static Map<String, ConfigNode> json(Request request) {
    try {
      ConfigNode root =
          YamlReader.read("body", new String(request.body(), StandardCharsets.UTF_8)).root();
      if (root instanceof ConfigNode.Mapping mapping) {
        return mapping.entries();
      }
    } catch (YamlException e) {
      throw new IllegalArgumentException("the body is no JSON: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("the body must be {\"level\": \"debug\", \"for\": \"10m\"}");
  }
}
