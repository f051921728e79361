// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.insight.Feature;
import io.obsagent.insight.Insight;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Redis servers tell of themselves: asked only where the user names them, over connections of
 * the agent's own, for one of the application's may be within a transaction or a subscription.
 */
public final class RedisFeature implements Feature {
  static final Option<List<RedisAddress>> SERVERS =
      Option.of(
              "redis.probe.servers",
              "list of addresses",
              "",
              "Redis servers that INFO is asked of, as redis://user:password@host:6379 or rediss://;"
                  + " none by default.",
              RedisAddress::parse)
          .asSecret();

  static final Option<Duration> INTERVAL =
      Option.duration(
          "redis.probe.interval", "30s", "1s", "1h", "How often a Redis server is asked.");

  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

  private volatile List<RedisProbe> probes = List.of();
  private @Nullable AgentLoop loop;

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(SERVERS, INTERVAL);
  }

  @Override
  public void start(Insight insight, AgentContext context) {
    List<RedisAddress> servers = context.config().get(SERVERS);
    if (servers.isEmpty()) {
      return;
    }
    begin(servers, context.config().get(INTERVAL));
    context.metrics().register(this::collect);
    loop = new AgentLoop("redis-probe", new Turn()).start();
  }

  /** Begins without a thread. */
  void begin(List<RedisAddress> servers, Duration interval) {
    long now = System.nanoTime();
    probes = servers.stream().map(server -> new RedisProbe(server, interval, now)).toList();
  }

  /** Asks those servers whose time has come; answers the nanoseconds until the next. */
  long turn() {
    long pause = LONGEST_PAUSE;
    for (RedisProbe probe : probes) {
      probe.turn(System.nanoTime());
      if (!probe.stopped()) {
        pause = Math.min(pause, probe.due() - System.nanoTime());
      }
    }
    return pause;
  }

  private final class Turn implements AgentLoop.Turn {
    @Override
    public long run() {
      return turn();
    }

    @Override
    public void end() {
      probes.forEach(RedisProbe::close);
    }
  }

  /** What each server said last; nothing of one that does not answer. */
  List<MetricFamily> collect() {
    Map<MetricDefinition, List<MetricFamily.Point>> points = new LinkedHashMap<>();
    RedisInfo.BY_FIELD.values().forEach(metric -> points.put(metric, new ArrayList<>()));
    points.put(RedisInfo.KEYS, new ArrayList<>());
    points.put(RedisInfo.ROLE, new ArrayList<>());
    points.put(RedisInfo.LAG, new ArrayList<>());
    points.put(RedisInfo.LAG_BYTES, new ArrayList<>());
    for (RedisProbe probe : probes) {
      RedisInfo info = probe.last();
      if (info != null) {
        add(points, probe.server(), info);
      }
    }
    List<MetricFamily> families = new ArrayList<>();
    points.forEach(
        (metric, known) -> {
          if (!known.isEmpty()) {
            families.add(new MetricFamily(metric, List.copyOf(known)));
          }
        });
    return families;
  }

  private static void add(
      Map<MetricDefinition, List<MetricFamily.Point>> points, RedisAddress server, RedisInfo info) {
    String host = server.host();
    String port = server.portLabel();
    info.values().forEach((metric, value) -> points.get(metric).add(point(value, host, port)));
    info.keys()
        .forEach((db, count) -> points.get(RedisInfo.KEYS).add(point(count, host, port, db)));
    if (!info.role().isEmpty()) {
      points.get(RedisInfo.ROLE).add(point(1, host, port, info.role()));
    }
    for (RedisInfo.Replica replica : info.replicas()) {
      if (!Double.isNaN(replica.lagSeconds())) {
        points.get(RedisInfo.LAG).add(point(replica.lagSeconds(), host, port, replica.address()));
      }
      if (!Double.isNaN(replica.lagBytes())) {
        points
            .get(RedisInfo.LAG_BYTES)
            .add(point(replica.lagBytes(), host, port, replica.address()));
      }
    }
  }

  private static MetricFamily.Point point(double value, String... labels) {
    return new MetricFamily.NumberPoint(List.of(labels), value, null);
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.close();
    }
  }
}
