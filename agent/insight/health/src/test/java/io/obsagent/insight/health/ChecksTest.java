// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.insight.Cycle;
import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.promql.EngineOptions;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.ApplicationChecks;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private final List<String> problems = new ArrayList<>();
  private SeriesStore store;
  private Insight insight;

  @BeforeEach
  void begin() {
    InstantSource clock = InstantSource.system();
    store = SeriesStore.open(StoreOptions.defaults(), clock.millis(), line -> {});
    Cycle cycle =
        new Cycle(
            new Cycle.Parts(
                store,
                List.of(
                    () ->
                        List.of(
                            new MetricFamily(
                                "idle",
                                "Help.",
                                "",
                                MetricFamily.Type.GAUGE,
                                List.of(),
                                List.of(new MetricFamily.NumberPoint(List.of(), 2, null))))),
                Labels.of("job", "shop", "instance", "host"),
                List::of,
                Duration.ofSeconds(1),
                clock,
                line -> {}));
    insight = new Insight(store, new Engine(EngineOptions.defaults()), cycle, new Alerts(), null);
    cycle.hold();
  }

  @AfterEach
  void end() {
    store.close();
  }

  private List<Check> parse(String yaml) throws Exception {
    ConfigNode node = YamlReader.read("obs-agent.yaml", yaml).root();
    return Check.SECTION.parser().parse(node, problems::add);
  }

  private HealthComponent run(String yaml) throws Exception {
    List<Check> checks = parse(yaml);
    assertThat(problems).isEmpty();
    CheckRun run = new CheckRun(checks.get(0), 0);
    assertThat(run.component().status()).isEqualTo(HealthStatus.UNKNOWN);
    run.turn(insight, () -> {});
    await(() -> run.component().status() != HealthStatus.UNKNOWN);
    return run.component();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void anAddressIsWellThatAnswersBelow400() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(run("- {name: a, url: '" + url + "/204'}").status())
          .isEqualTo(HealthStatus.HEALTHY);
      HealthComponent failed = run("- {name: a, url: '" + url + "/500?key=s3cret'}");
      assertThat(failed.status()).isEqualTo(HealthStatus.UNHEALTHY);
      assertThat(failed.detail()).isEqualTo("answers 500");
      assertThat(failed.traffic().lastFailureEpochMillis()).isPositive();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPortIsWellThatCanBeConnectedTo() throws Exception {
    try (ServerSocket open = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket closed = new Socket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(run("- {name: a, tcp: '127.0.0.1:" + open.getLocalPort() + "'}").status())
          .isEqualTo(HealthStatus.HEALTHY);
      HealthComponent refused = run("- {name: a, tcp: '127.0.0.1:" + closed.getLocalPort() + "'}");
      assertThat(refused.detail()).isEqualTo("refuses connections");
      assertThat(run("- {name: a, tcp: 'nowhere.invalid:1'}").detail())
          .isEqualTo("the host's name cannot be resolved");
    }
  }

  @Test
  void anExpressionHoldsWhileItHasAResultOtherThanZero() throws Exception {
    assertThat(run("- {name: a, promql: 'idle > 1'}").status()).isEqualTo(HealthStatus.HEALTHY);
    assertThat(run("- {name: a, promql: 'idle > 2'}").status()).isEqualTo(HealthStatus.UNHEALTHY);
    assertThat(run("- {name: a, promql: 'idle > bool 2'}").status())
        .isEqualTo(HealthStatus.UNHEALTHY);
    assertThat(run("- {name: a, promql: 'absent(idle) or vector(0)'}").status())
        .isEqualTo(HealthStatus.UNHEALTHY);
  }

  @Test
  void oneThatHangsIsHeldToItsTimeAndAskedOnce() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
    Probe hanging =
        (known, timeout) -> {
          asked.add("asked");
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return "";
        };
    Duration moment = Duration.ofMillis(1);
    CheckRun run = new CheckRun(new Check("a", hanging, moment, moment, Weight.NORMAL), 0);
    await(
        () -> {
          run.turn(insight, () -> {});
          return run.component().status() == HealthStatus.UNHEALTHY;
        });
    assertThat(run.component().detail()).isEqualTo("no answer within 1 ms");
    run.turn(insight, () -> {});
    assertThat(asked).hasSizeLessThanOrEqualTo(1);
    assertThat(run.untilDue(System.nanoTime())).isLessThanOrEqualTo(moment.toNanos());
    release.countDown();
    await(() -> run.component().status() == HealthStatus.HEALTHY);
    assertThat(run.lastSeconds()).isPositive();
  }

  @Test
  void theNextAttemptIsDueAnIntervalAfterTheOneBefore() throws Exception {
    Duration interval = Duration.ofHours(1);
    Probe passes = (known, timeout) -> "";
    Check check = new Check("a", passes, interval, Duration.ofMillis(100), Weight.NORMAL);
    CheckRun run = new CheckRun(check, 0);
    CountDownLatch ended = new CountDownLatch(1);
    long before = System.nanoTime();
    run.turn(insight, ended::countDown);
    ended.await();

    assertThat(run.untilDue(before)).isGreaterThanOrEqualTo(interval.toNanos());
  }

  @Test
  void aCheckHasItsWeight() throws Exception {
    assertThat(parse("- {name: a, tcp: 'h:1'}").get(0).weight()).isEqualTo(Weight.NORMAL);
    assertThat(parse("- {name: a, tcp: 'h:1', critical: true}").get(0).weight())
        .isEqualTo(Weight.CRITICAL);
    assertThat(parse("- {name: a, tcp: 'h:1', readiness: true}").get(0).weight())
        .isEqualTo(Weight.READINESS);
    assertThat(parse("- {name: a, tcp: 'h:1', interval: 1m, timeout: 250ms}").get(0))
        .extracting(Check::interval, Check::timeout)
        .containsExactly(Duration.ofMinutes(1), Duration.ofMillis(250));
  }

  @Test
  void whatIsWrongIsToldWithItsPlaceAndTheRestCounts() throws Exception {
    List<Check> checks =
        parse(
            """
            - name: a
              url: http://u:s3cret@h/
            - name: b
              tcp: h
            - name: c
              promql: 'sum('
            - name: d
            - {name: e, tcp: 'h:1', url: 'http://h/'}
            - {name: f, tcp: 'h:1', interval: 5}
            - {name: g, tcp: 'h:1', timeout: 2h}
            - {name: h, tcp: 'h:1', crtical: true}
            - tcp: h:1
            - {name: "x\\"", tcp: 'h:1'}
            - just text
            - {name: good, tcp: 'h:1'}
            - {name: good, tcp: 'h:2'}
            """);

    assertThat(checks).extracting(Check::name).containsExactly("good");
    assertThat(String.join("\n", problems)).doesNotContain("s3cret");
    assertThat(problems)
        .hasSize(12)
        .allMatch(problem -> problem.matches("obs-agent.yaml:\\d+: .*"), "has its place");
    assertThat(problems.get(0))
        .isEqualTo("obs-agent.yaml:2: url: no user and password may stand in the address");
    assertThat(problems.get(1))
        .isEqualTo("obs-agent.yaml:4: tcp: expected a host and a port: mail.internal:25");
    assertThat(problems.get(3))
        .isEqualTo(
            "obs-agent.yaml:7: a check has exactly one of url, tcp, redis, tls, promql, method,"
                + " application, jdbc");
    assertThat(problems.get(7)).contains("did you mean 'critical'?");
    assertThatThrownBy(() -> parse("a: b"))
        .hasMessage("obs-agent.yaml:1: 'health.checks' takes a list of checks: - name: shop");
  }

  /** Nanoseconds until it is asked again after so many failures. */
  private long pauseAfter(int failures, String yaml) throws Exception {
    CheckRun run = new CheckRun(parse(yaml).get(0), 0);
    for (int i = 1; i <= failures; i++) {
      long before = run.attempts();
      run.hurry();
      run.turn(insight, () -> {});
      await(() -> run.attempts() > before);
    }
    return run.untilDue(System.nanoTime());
  }

  @Test
  void aCheckThatFailsAgainAndAgainIsAskedLessOften() throws Exception {
    String check = "- {name: a, tcp: 'nowhere.invalid:1', interval: 1h";
    assertThat(pauseAfter(3, check + "}")).isLessThanOrEqualTo(Duration.ofHours(1).toNanos());
    String often = check.replace("1h", "1m");
    assertThat(pauseAfter(7, often + "}"))
        .isBetween(Duration.ofMinutes(2).toNanos(), Duration.ofMinutes(8).toNanos());
  }

  @Test
  void aCheckForReadinessIsAskedAsOftenAsBeforeThatTheProcessMayServeAgain() throws Exception {
    String check = "- {name: a, tcp: 'nowhere.invalid:1', interval: 1m, readiness: true}";
    assertThat(pauseAfter(7, check)).isLessThanOrEqualTo(Duration.ofMinutes(1).toNanos());
  }

  @Test
  void aCheckOfAFrameworksMayBeNamed() throws Exception {
    Callable<String> check = () -> "Spring says DOWN";
    assertThat(ApplicationChecks.offer("spring db", check)).isTrue();
    HealthComponent asked = run("- {name: shop, application: spring db, critical: true}");
    assertThat(asked.detail()).isEqualTo("Spring says DOWN");
    assertThat(asked.weight()).isEqualTo(Weight.CRITICAL);
    assertThat(run("- {name: shop, application: spring none}").detail())
        .isEqualTo("the application has no such check");
    Reference.reachabilityFence(check);
  }

  @Test
  void aDatabaseHasAnAddressAndKeysOfItsOwn() throws Exception {
    assertThat(run("- {name: a, jdbc: 'jdbc:none:x', user: u, password: s3cret}").detail())
        .isEqualTo("no driver for it is loaded yet");
    assertThat(parse("- {name: a, jdbc: 'jdbc:none:x', password_env: NOT_THERE_AT_ALL}")).isEmpty();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).contains("password_env: there is no such variable");
  }

  @Test
  void whatTheApplicationAddsIsAsked() {
    AtomicBoolean well = new AtomicBoolean();
    Callable<Boolean> check = well::get;
    Callable<Boolean> throwing =
        () -> {
          throw new IOException("s3cret");
        };
    assertThat(ApplicationChecks.add("index", check)).isTrue();
    assertThat(ApplicationChecks.add("broken", throwing)).isTrue();
    assertThat(ApplicationChecks.add("no\nname", check)).isFalse();
    Map<String, HealthComponent> asked = new HashMap<>();
    ApplicationChecks.all()
        .forEach(
            (name, added) -> {
              CheckRun run = new CheckRun(Check.ofApplication(name), 0);
              run.turn(insight, () -> {});
              await(() -> run.component().status() != HealthStatus.UNKNOWN);
              asked.put(name, run.component());
            });
    assertThat(asked.get("index").detail()).isEqualTo("says no");
    assertThat(asked.get("broken").detail()).isEqualTo("throws java.io.IOException");
    well.set(true);
    CheckRun again = new CheckRun(Check.ofApplication("index"), 0);
    again.turn(insight, () -> {});
    await(() -> again.component().status() != HealthStatus.UNKNOWN);
    assertThat(again.component().status()).isEqualTo(HealthStatus.HEALTHY);
    Reference.reachabilityFence(check);
    Reference.reachabilityFence(throwing);
  }
}
