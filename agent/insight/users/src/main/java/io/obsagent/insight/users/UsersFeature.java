// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.users;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.ApiException;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.api.Params;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.telemetry.Users;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /monitoring/users}: distinct users a day, week and month. Nothing is made before the first
 * user is seen. Thread-safe.
 */
public final class UsersFeature implements Feature, Users.Counter, MetricSource {
  private static final String PATH = "/monitoring/users";
  private static final String SKETCH = PATH + "/sketch";
  private static final int SHORTEST_SALT = 16;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final long SAVE_MILLIS = 60_000;
  private static final int MAX_SKETCHES = 200;

  static final Option<Boolean> ENABLED =
      Option.flag("users.enabled", true, "Whether distinct users are counted.");

  static final Option<String> SALT =
      Option.text(
              "users.salt",
              "",
              "What users' ids are hashed with, at least "
                  + SHORTEST_SALT
                  + " characters. By default random, and kept in data.directory. Replicas whose users"
                  + " are to be counted together need the same.")
          .asSecret();

  static final Option<String> HEADER =
      Option.text(
          "users.header",
          "",
          "A header of requests that tells who they are from, as X-User-Id of a gateway.");

  static final MetricDefinition ACTIVE =
      MetricDefinition.gauge(
              "distinct_users",
              "Distinct users of today (day), of the last 7 days (week) and of the last 30 (month).")
          .unit("{user}")
          .labels("window");

  private volatile @Nullable Insight insight;
  private volatile @Nullable DailyUsers users;
  private volatile @Nullable String header;
  private volatile String configuredSalt = "";
  private long saved;

  @Override
  public String name() {
    return "users";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ENABLED, HEADER, SALT);
  }

  @Override
  public List<String> paths() {
    return List.of(PATH);
  }

  @Override
  public void routes(Endpoints endpoints) {
    endpoints.get(PATH, params -> answer());
    endpoints.get(SKETCH, this::sketch);
    endpoints.post(SKETCH, UsersFeature::merge);
  }

  @Override
  public void start(Insight started, AgentContext context) {
    if (context.config().get(ENABLED)) {
      begin(started, usable(context.config().get(SALT)), context.config().get(HEADER));
      context.metrics().register(this);
      Users.countWith(this);
    }
  }

  /** A salt that can be guessed protects nobody. */
  static String usable(String salt) {
    if (salt.isEmpty() || salt.length() >= SHORTEST_SALT) {
      return salt;
    }
    Problems.add(
        SALT.key(),
        "users.salt has less than "
            + SHORTEST_SALT
            + " characters, so that ids could be guessed; a random one is used instead");
    return "";
  }

  /** Begins without the rest of the agent. */
  void begin(Insight started, String salt, String userHeader) {
    configuredSalt = salt;
    header = userHeader.isBlank() ? null : userHeader.trim();
    insight = started;
    Path directory = directory(started);
    if (directory != null && DailyUsers.isIn(directory)) {
      users();
    }
  }

  private static @Nullable Path directory(Insight known) {
    Path data = known.dataDirectory();
    return data == null ? null : data.resolve("users");
  }

  private static long day(Insight known) {
    return Math.floorDiv(known.cycle().now().toEpochMilli(), DAY_MILLIS);
  }

  private @Nullable DailyUsers users() {
    DailyUsers known = users;
    Insight started = insight;
    if (known != null || started == null) {
      return known;
    }
    synchronized (this) {
      if (users == null) {
        users =
            new DailyUsers(
                directory(started),
                configuredSalt.getBytes(StandardCharsets.UTF_8),
                Users.random(),
                day(started));
      }
      return users;
    }
  }

  @Override
  public @Nullable String header() {
    return header;
  }

  @Override
  public byte[] salt() {
    DailyUsers known = users();
    return known == null ? Users.random() : known.salt();
  }

  @Override
  public void seen(long hash) {
    DailyUsers known = users;
    if (known != null) {
      known.add(hash);
    }
  }

  @Override
  public void cycle(long timeMillis) {
    DailyUsers known = users;
    if (known != null) {
      synchronized (this) {
        known.turn(Math.floorDiv(timeMillis, DAY_MILLIS));
        if (timeMillis - saved >= SAVE_MILLIS || timeMillis < saved) {
          saved = timeMillis;
          known.save();
        }
      }
    }
  }

  @Override
  public List<MetricFamily> collect() {
    DailyUsers known = users;
    if (known == null) {
      return List.of();
    }
    List<MetricFamily.Point> points = new ArrayList<>();
    synchronized (this) {
      for (Window window : Window.values()) {
        double now = Math.rint(known.union(window.days, 0).estimate());
        points.add(new MetricFamily.NumberPoint(List.of(window.label()), now, null));
      }
    }
    return List.of(new MetricFamily(ACTIVE, points));
  }

  private DailyUsers known() {
    Insight started = insight;
    DailyUsers known = users();
    if (known == null || started == null) {
      throw new ApiException(
          503, "unavailable", "users are not counted: users.enabled is false, or not started yet");
    }
    synchronized (this) {
      known.turn(day(started));
    }
    return known;
  }

  private Response answer() {
    DailyUsers known = known();
    return Answers.success(out -> write(out, known));
  }

  private synchronized void write(JsonWriter out, DailyUsers known) {
    out.object();
    for (Window window : Window.values()) {
      out.name(window.label()).object();
      out.field("users", Math.round(known.union(window.days, 0).estimate()));
      out.field("before", Math.round(known.union(window.days, window.days).estimate())).end();
    }
    out.name("days").array();
    for (long day : known.days()) {
      out.object().field("day", LocalDate.ofEpochDay(day).toString());
      out.field("users", Math.round(known.of(day))).end();
    }
    out.end().end();
  }

  private Response sketch(Params params) {
    Window window = Window.of(params.text("window"));
    DailyUsers known = known();
    synchronized (this) {
      byte[] bytes = known.union(window.days, 0).toBytes();
      return Response.bytes(200, "application/octet-stream", bytes);
    }
  }

  /** Sketches of several replicas, one after the other: how many users they have had together. */
  private static Response merge(Params params) {
    byte[] body = params.request().body();
    int count = body.length / Sketch.BYTES;
    if (body.length == 0 || body.length % Sketch.BYTES != 0 || count > MAX_SKETCHES) {
      throw ApiException.badData(
          "expected 1 to "
              + MAX_SKETCHES
              + " sketches of "
              + Sketch.BYTES
              + " bytes each, one after the other, as GET "
              + SKETCH
              + " gives them; got "
              + body.length
              + " bytes");
    }
    Sketch all = new Sketch();
    for (int i = 0; i < count; i++) {
      all.merge(Sketch.of(body, i * Sketch.BYTES));
    }
    return Answers.success(
        out ->
            out.object().field("sketches", count).field("users", Math.round(all.estimate())).end());
  }

  @Override
  public void close() {
    Users.countWith(null);
    DailyUsers known = users;
    if (known != null) {
      synchronized (this) {
        known.close();
      }
    }
  }
}
