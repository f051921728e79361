// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.health.Health;
import io.obsagent.spi.health.HealthComponent;
import io.obsagent.spi.health.HealthStatus;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentLoop;
import io.obsagent.spi.service.ApplicationClasses;
import io.obsagent.spi.telemetry.ApplicationChecks;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Health of what the application calls and of what it is asked to check, for {@code
 * /monitoring/health} and as metrics. Thread-safe.
 */
public final class HealthFeature implements Feature {
  static final Option<Boolean> ENABLED =
      Option.flag(
          "health.dependencies",
          true,
          "Whether health tells of the databases, caches, services and models that the application"
              + " calls, by what its own calls met.");

  static final Option<Boolean> PROCESS =
      Option.flag(
          "health.process",
          false,
          "Whether health also tells of the process itself: disk space, heap after garbage"
              + " collection, file descriptors, and threads that wait for each other for ever, with"
              + " which it is no longer alive.");

  static final Option<Boolean> SERVER =
      Option.flag(
          "health.server",
          false,
          "Whether the process is ready only once the application itself listens at a port of TCP,"
              + " whichever it is; known on Linux. Nothing connects to it.");

  static final Option<Duration> LOOP_LIMIT =
      Option.duration(
          "health.event-loop-limit",
          "30s",
          "1s",
          "10m",
          "How long an event loop of Netty's may be blocked before the process counts as no longer"
              + " alive, where health.process is on.");

  static final Option<Boolean> CERTIFICATES =
      Option.flag(
          "health.certificates",
          false,
          "Whether the certificates of the hosts that the application calls at port 443 are looked"
              + " at, once in six hours, on connections of the agent's own.");

  static final Option<Boolean> PING =
      Option.flag(
          "health.ping",
          false,
          "Whether the AI providers and the MCP servers that the application calls by HTTP are asked"
              + " once a minute whether they are there: GET / without any key, which any answer of"
              + " HTTP is good for, on connections of the agent's own.");

  static final Option<String> APPLICATION =
      Option.choice(
          "health.application",
          "own",
          "Which of the application's own checks are asked, each half a minute: those that it has"
              + " added or written (own), Spring Boot's and MicroProfile's that ask databases and"
              + " other systems over the application's connections as well (all), or none.",
          "own",
          "all",
          "none");

  static final MetricDefinition STATUS =
      MetricDefinition.gauge(
              "health_check_status",
              "How a component is: 1 for healthy, 0.5 for degraded, 0 for unhealthy; absent while it"
                  + " is not known.")
          .labels("check", "kind");

  static final MetricDefinition DURATION =
      MetricDefinition.gauge("health_check_duration_seconds", "Time that the last check took.")
          .unit("s")
          .labels("check");

  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private @Nullable Supplier<List<HealthComponent>> source;
  private List<Check> configured = List.of();
  private volatile List<CheckRun> checks = List.of();
  private volatile @Nullable Dependencies dependencies;
  private volatile @Nullable Insight insight;
  private List<Check> process = List.of();
  private @Nullable Certificates certificates;
  private @Nullable Pings pings;
  private volatile @Nullable Instrumentation instrumentation;
  private String application = "own";
  private boolean sampled;
  private boolean closed;
  private @Nullable AgentLoop loop;

  @Override
  public String name() {
    return "health";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ENABLED, PROCESS, SERVER, LOOP_LIMIT, CERTIFICATES, PING, APPLICATION);
  }

  @Override
  public List<Section<?>> sections() {
    return List.of(Check.SECTION);
  }

  /** From here on it is known what is to be checked, and that nothing is known of it yet. */
  @Override
  public synchronized void check(Config config) {
    process = ofProcess(config);
    certificates = config.get(CERTIFICATES) ? new Certificates() : null;
    pings = config.get(PING) ? new Pings() : null;
    application = config.get(APPLICATION);
    configure(config.get(Check.SECTION));
    source = this::components;
    Health.add(source);
  }

  private static List<Check> ofProcess(Config config) {
    List<Check> all = new ArrayList<>();
    if (config.get(PROCESS)) {
      all.addAll(ProcessChecks.all(config.get(LOOP_LIMIT)));
    }
    if (config.get(SERVER) && ListeningPorts.areTold()) {
      all.add(ListeningPorts.check());
    } else if (config.get(SERVER)) {
      Problems.add(
          "health", SERVER.key() + ": this system does not tell; name the port in a check (tcp)");
    }
    return List.copyOf(all);
  }

  @Override
  public void start(Insight started, AgentContext context) {
    insight = started;
    instrumentation = context.instrumentation();
    if (context.config().get(ENABLED)) {
      dependencies = new Dependencies(started);
    }
    configure(context.config().get(Check.SECTION));
    context.config().onChange(Check.SECTION, this::configure);
    context.metrics().register(this::collect);
  }

  private synchronized void configure(List<Check> wanted) {
    configured = wanted;
    use(found());
  }

  private List<Check> found() {
    return ApplicationChecks.isUsed() ? withApplications() : configured;
  }

  private void useIfOther(List<Check> wanted) {
    if (!withProcess(wanted).equals(checks.stream().map(CheckRun::check).toList())) {
      use(wanted);
    }
  }

  /** What is configured under a name comes before what the application has under it. */
  private List<Check> withApplications() {
    Map<String, Check> all = new LinkedHashMap<>();
    ApplicationChecks.all()
        .forEach(
            (name, added) -> {
              boolean asked =
                  application.equals("all") || application.equals("own") && !added.offered();
              if (asked && !name.startsWith(EventLoops.NAME)) {
                all.put(name, Check.ofApplication(name));
              }
            });
    configured.forEach(check -> all.put(check.name(), check));
    return List.copyOf(all.values());
  }

  private List<Check> withProcess(List<Check> wanted) {
    List<Check> all = new ArrayList<>(wanted);
    all.addAll(process);
    if (certificates != null) {
      all.addAll(certificates.checks());
    }
    if (pings != null) {
      all.addAll(pings.checks());
    }
    return all;
  }

  /** A check that stays as it was keeps what is known of it. */
  synchronized void use(List<Check> wanted) {
    List<CheckRun> next = new ArrayList<>();
    List<Check> all = withProcess(wanted);
    Instrumentation known = instrumentation;
    if (!all.isEmpty() && known != null) {
      ApplicationClasses.install(known);
    }
    for (Check check : all) {
      CheckRun kept = run(check);
      next.add(kept != null ? kept : new CheckRun(check, System.currentTimeMillis()));
    }
    checks = List.copyOf(next);
    if (loop != null) {
      loop.wake();
    } else {
      startLoop();
    }
  }

  private @Nullable CheckRun run(Check check) {
    for (CheckRun run : checks) {
      if (run.check().equals(check)) {
        return run;
      }
    }
    return null;
  }

  /** Not before there are samples that an expression can be about. */
  private void startLoop() {
    if (loop == null && sampled && !closed && !checks.isEmpty()) {
      loop = new AgentLoop("health-checks", this::turn).start();
    }
  }

  private synchronized void wake() {
    if (loop != null) {
      loop.wake();
    }
  }

  private long turn() {
    long wait = LONGEST_WAIT_NANOS;
    Insight known = insight;
    for (CheckRun run : checks) {
      if (known != null) {
        run.turn(known, this::wake);
      }
      wait = Math.min(wait, run.untilDue(System.nanoTime()));
    }
    return Math.max(1, wait);
  }

  @Override
  public void cycle(long timeMillis) {
    Dependencies known = dependencies;
    if (known != null) {
      known.cycle(timeMillis);
    }
    synchronized (this) {
      sampled = true;
      boolean more = certificates != null && known != null && certificates.look(known.components());
      boolean others = pings != null && pings.look();
      if (more || others || ApplicationChecks.isUsed()) {
        useIfOther(found());
      }
      startLoop();
    }
  }

  private List<HealthComponent> components() {
    List<HealthComponent> all = new ArrayList<>();
    for (CheckRun run : checks) {
      all.add(run.component());
    }
    Dependencies known = dependencies;
    if (known != null) {
      all.addAll(known.components());
    }
    return all;
  }

  private List<MetricFamily> collect() {
    List<MetricFamily.Point> statuses = new ArrayList<>();
    for (HealthComponent component : components()) {
      if (component.status() != HealthStatus.UNKNOWN) {
        statuses.add(
            new NumberPoint(
                List.of(component.name(), component.kind()), number(component.status()), null));
      }
    }
    List<MetricFamily.Point> durations = new ArrayList<>();
    for (CheckRun run : checks) {
      Double seconds = run.lastSeconds();
      if (seconds != null) {
        durations.add(new NumberPoint(List.of(run.check().name()), seconds, null));
      }
    }
    return List.of(new MetricFamily(STATUS, statuses), new MetricFamily(DURATION, durations));
  }

  private static double number(HealthStatus status) {
    return switch (status) {
      case HEALTHY -> 1;
      case DEGRADED -> 0.5;
      default -> 0;
    };
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (source != null) {
      Health.remove(source);
    }
    if (loop != null) {
      loop.close();
    }
  }
}
