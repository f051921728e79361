// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.Users;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFeatureTest {
  private static final String SALT = "0123456789abcdef";

  @TempDir Path directory;
  private final List<SeriesStore> stores = new ArrayList<>();
  private final Map<String, Handler> routes = new HashMap<>();
  private Instant now = Instant.parse("2026-11-28T10:00:00Z");

  private UsersFeature begin(@Nullable Path data, String salt) {
    SeriesStore store = SeriesStore.open(StoreOptions.defaults(), now.toEpochMilli(), line -> {});
    stores.add(store);
    Cycle cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                Duration.ofSeconds(15),
                () -> now,
                line -> {}));
    UsersFeature feature = new UsersFeature();
    feature.routes(
        new Endpoints(
            (method, path, access, handler) -> routes.put(method + ' ' + path, handler), () -> {}));
    feature.begin(
        new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), data),
        salt,
        " X-User-Id ");
    assertThat(feature.header()).isEqualTo("X-User-Id");
    Users.countWith(feature);
    return feature;
  }

  @AfterEach
  void end() {
    Users.countWith(null);
    stores.forEach(SeriesStore::close);
  }

  private static void come(int from, int to) {
    for (int i = from; i < to; i++) {
      Users.count("user-" + i);
    }
  }

  private byte[] ask(String route, Map<String, List<String>> parameters, byte[] body)
      throws Exception {
    Request request =
        new Request(
            route.substring(0, route.indexOf(' ')),
            route.substring(route.indexOf(' ') + 1),
            parameters,
            Map.of(),
            Map.of(),
            body);
    Response response = routes.get(route).handle(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toByteArray();
  }

  private String json(String route, byte[] body) throws Exception {
    return new String(ask(route, Map.of(), body), StandardCharsets.UTF_8);
  }

  private static double gauge(UsersFeature feature, String window) {
    MetricFamily family = feature.collect().get(0);
    return family.points().stream()
        .filter(point -> point.labelValues().equals(List.of(window)))
        .mapToDouble(point -> ((MetricFamily.NumberPoint) point).value())
        .sum();
  }

  @Test
  void usersAreCountedOnceADayAWeekAndAMonth() throws Exception {
    UsersFeature feature = begin(null, SALT);
    assertThat(feature.collect()).isEmpty();

    come(0, 100);
    come(50, 100);
    nextDays(feature, 1);
    come(80, 120);
    nextDays(feature, 6);
    come(0, 10);

    assertThat(gauge(feature, "day")).isEqualTo(10);
    assertThat(gauge(feature, "week")).isEqualTo(50, within(1.0));
    assertThat(gauge(feature, "month")).isEqualTo(120, within(3.0));
    assertThat(json("GET /monitoring/users", new byte[0]))
        .contains("\"day\":{\"users\":10,\"before\":0}")
        .contains("{\"day\":\"2026-11-28\",\"users\":");
  }

  private void nextDays(UsersFeature feature, int days) {
    now = now.plus(Duration.ofDays(days));
    feature.cycle(now.toEpochMilli());
  }

  @Test
  void theyAreKeptOverARestartWithTheirSalt() {
    UsersFeature before = begin(directory, "");
    come(0, 200);
    before.close();

    UsersFeature after = begin(directory, "");
    double kept = gauge(after, "day");
    come(0, 200); // the same, so nothing is new

    assertThat(kept).isEqualTo(200, within(25.0));
    assertThat(gauge(after, "day")).isEqualTo(kept);
    after.close();
  }

  @Test
  void withAnotherSaltCountingBeginsAnew() {
    UsersFeature before = begin(directory, SALT);
    come(0, 200);
    before.close();

    UsersFeature after = begin(directory, "fedcba9876543210");
    assertThat(gauge(after, "day")).isZero();
    after.close();
  }

  @Test
  void sketchesOfReplicasMerge() throws Exception {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    begin(null, SALT);
    come(0, 300);
    both.write(ask("GET /monitoring/users/sketch", Map.of("window", List.of("week")), new byte[0]));
    begin(null, SALT);
    come(100, 400);
    both.write(ask("GET /monitoring/users/sketch", Map.of(), new byte[0]));

    String merged = json("POST /monitoring/users/sketch", both.toByteArray());

    assertThat(merged).contains("\"sketches\":2");
    double users = Double.parseDouble(merged.replaceAll(".*\"users\":(\\d+).*", "$1"));
    assertThat(users).isEqualTo(400, within(20.0));
  }

  @Test
  void whatCannotBeMergedIsToldWithPlaceAndReason() throws Exception {
    begin(null, SALT);
    assertThat(json("POST /monitoring/users/sketch", new byte[3]))
        .contains("bad_data", "4136 bytes each", "got 3 bytes");
    assertThat(json("POST /monitoring/users/sketch", new byte[Sketch.BYTES]))
        .contains("byte 0: no sketch");
    assertThat(
            new String(
                ask("GET /monitoring/users/sketch", Map.of("window", List.of("year")), new byte[0]),
                StandardCharsets.UTF_8))
        .contains("expected day, week or month");
  }

  @Test
  void aSaltThatCanBeGuessedIsNotUsed() {
    assertThat(UsersFeature.usable("short")).isEmpty();
    assertThat(UsersFeature.usable(SALT)).isEqualTo(SALT);
  }

  @Test
  void usersThatAreNotCountedLeaveNothing() throws Exception {
    UsersFeature feature = begin(null, SALT);
    Users.countWith(null);
    come(0, 10);
    assertThat(Users.isCounted()).isFalse();
    assertThat(feature.collect()).isEmpty();
  }
}
