// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.insight.testkit.FeatureStage;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.Users;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFeatureTest {
  private static final String SALT = "0123456789abcdef";

  @TempDir Path directory;
  private final FeatureStage stage = new FeatureStage();

  private UsersFeature begin(@Nullable Path data, String salt) {
    UsersFeature feature = new UsersFeature();
    feature.routes(stage.endpoints());
    feature.begin(stage.insight(data), salt, " X-User-Id ");
    assertThat(feature.header()).isEqualTo("X-User-Id");
    Users.countWith(feature);
    return feature;
  }

  @AfterEach
  void end() {
    Users.countWith(null);
    stage.close();
  }

  private static void come(int from, int to) {
    for (int i = from; i < to; i++) {
      Users.count("user-" + i);
    }
  }

  private String json(String route, byte[] body) {
    return FeatureStage.text(stage.ask(route, body));
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
    feature.cycle(stage.skip(Duration.ofDays(days)).toEpochMilli());
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
    both.write(FeatureStage.bytes(stage.get("/monitoring/users/sketch", "window", "week")));
    begin(null, SALT);
    come(100, 400);
    both.write(FeatureStage.bytes(stage.get("/monitoring/users/sketch")));

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
                FeatureStage.bytes(stage.get("/monitoring/users/sketch", "window", "year")),
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
