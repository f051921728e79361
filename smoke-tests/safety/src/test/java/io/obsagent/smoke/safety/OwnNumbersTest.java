// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.api.Obs;
import io.obsagent.smoke.plain.OrdersApplication;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers that the application tells by obs-api, and that others push, are alerted on. */
class OwnNumbersTest {
  private static final String TOKEN = "the-token-of-the-test";
  private static final String CLASS_PATH =
      Stream.of(OrdersApplication.class, Obs.class)
          .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
          .collect(Collectors.joining(File.pathSeparator));

  @ParameterizedTest
  @MethodSource("io.obsagent.smoke.safety.Jdk#all")
  void anAttachedAgentAlertsOnThem(Jdk jdk, @TempDir Path directory) throws Exception {
    Path config = directory.resolve("obs-agent.yaml");
    Files.writeString(
        config,
        """
        server: {port: 0, token: %s}
        evaluation.interval: 1s
        alert_rules:
          many_orders: {metric: desk_orders_total, threshold: 2, duration: 1s}
          many_rows: {metric: rows, threshold: 10, duration: 1s}
        """
            .formatted(TOKEN));
    Launch launch = Launch.java(jdk);
    if (jdk.version() >= 21) {
      launch.with("-XX:+EnableDynamicAgentLoading");
    }
    try (JavaProcess application =
        launch.with("-cp", CLASS_PATH, OrdersApplication.class.getName()).start()) {
      application.awaitOut("ready");
      application.say("early");
      application.awaitOut("taken early");
      JavaProcess.Outcome attached =
          Launch.java(jdk, "-jar", Launch.AGENT.toString())
              .with("attach", "" + application.pid(), "config.file=" + config)
              .run();
      assertThat(attached.exitCode()).as(attached.toString()).isZero();
      String console = application.awaitErr(Launch.RUNNING).group(1);
      for (int i = 0; i < 3; i++) {
        application.say("late");
      }
      Eventually.get(
          "orders counted",
          () ->
              Http.send(console + "metrics", TOKEN, "")
                      .contains("desk_orders_total{kind=\"late\"} 3")
                  ? true
                  : null);
      assertThat(Http.send(console + "monitoring/metrics?job=nightly", TOKEN, "rows 11\n"))
          .contains("\"accepted\":1");
      Eventually.get(
          "both alerts fire",
          () -> {
            String alerts = Http.send(console + "api/v1/alerts", TOKEN, "");
            return alerts.contains("many_orders") && alerts.contains("many_rows") ? true : null;
          });
      String metrics = Http.send(console + "metrics", TOKEN, "");
      assertThat(metrics)
          .contains("operation_duration_seconds_count{operation=\"order\",outcome=\"success\"} 3")
          .contains("rows{job=\"nightly\"} 11");
      application.endInput();
      assertThat(application.await().exitCode()).isZero();
    }
  }
}
