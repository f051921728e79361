// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.health.HealthComponent.Weight;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Something that the user wants checked. Immutable.
 *
 * @param name of the component, and of the metrics' label
 * @param interval between two attempts, 1 s to 1 h
 * @param timeout after which an attempt counts as failed, 100 ms to 1 min
 */
record Check(String name, Probe probe, Duration interval, Duration timeout, Weight weight) {
  private static final int MAX_CHECKS = 50;
  private static final String NAME = "\\w[\\w .:/-]{0,63}";
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  static final Section<List<Check>> SECTION =
      new Section<>(
          "health.checks",
          "What health asks for beside what it finds by itself: an address that answers below 400"
              + " (url), a port that can be connected to (tcp), a Redis that answers (redis), a"
              + " certificate that is good for two more weeks (tls), a database (jdbc), an expression that has a result"
              + " other than 0 (promql), a method of the application's (method), or a check that"
              + " its framework has (application). A check that fails makes health degraded, one that is"
              + " critical unhealthy, and one that is for readiness takes the process out of service.",
          """
          - name: warehouse
            url: https://warehouse.internal/ping
            interval: 30s
            timeout: 5s
            critical: true
          - name: mail
            tcp: mail.internal:25
          - name: workers
            promql: sum(workers_idle) > 0
            readiness: true
          - name: stock
            method: com.acme.Stock#check
          - name: orders
            jdbc: jdbc:postgresql://db.internal/orders
            user: health
            password_env: HEALTH_PASSWORD
          - name: spring db
            application: spring db
            interval: 1m
          """,
          true,
          List.of(),
          Check::parse);

  /** One that the application or its framework has added itself. */
  static Check ofApplication(String name) {
    return new Check(name, new ApplicationProbe(name), INTERVAL, TIMEOUT, Weight.NORMAL);
  }

  private static List<Check> parse(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Sequence list)) {
      throw new IllegalArgumentException(
          node.place() + ": 'health.checks' takes a list of checks: - name: shop");
    }
    List<Check> checks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigNode item : list.items()) {
      try {
        Check check = check(item, problems);
        if (!names.add(check.name())) {
          problems.accept(item.place() + ": there is a check '" + check.name() + "' already");
        } else if (checks.size() == MAX_CHECKS) {
          problems.accept(item.place() + ": one check too many; at most " + MAX_CHECKS);
        } else {
          checks.add(check);
        }
      } catch (YamlException e) {
        problems.accept(String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(checks);
  }

  private static Check check(ConfigNode item, Consumer<String> problems) throws YamlException {
    if (!(item instanceof ConfigNode.Mapping mapping)) {
      throw new YamlException(
          item.place() + ": a check has a name, and one of " + String.join(", ", Probe.KINDS));
    }
    List<String> warnings = new ArrayList<>();
    YamlMap map = YamlMap.of(mapping, warnings);
    String name = map.required("name");
    if (!name.matches(NAME)) {
      throw new YamlException(
          map.place("name")
              + ": the name of a check has at most 64 letters, digits, spaces and _ . : / -");
    }
    Probe probe = probe(map);
    Check check =
        new Check(
            name,
            probe,
            map.value("interval", INTERVAL, text -> PromDuration.parse(text, "1s", "1h")),
            map.value("timeout", TIMEOUT, text -> PromDuration.parse(text, "100ms", "1m")),
            weight(map));
    map.close();
    warnings.forEach(problems);
    return check;
  }

  private static Probe probe(YamlMap map) throws YamlException {
    List<String> kinds = Probe.KINDS.stream().filter(map::has).toList();
    if (kinds.size() != 1) {
      throw new YamlException(
          map.place() + ": a check has exactly one of " + String.join(", ", Probe.KINDS));
    }
    String kind = kinds.get(0);
    try {
      return kind.equals("jdbc") ? jdbc(map) : Probe.of(kind, map.text(kind));
    } catch (IllegalArgumentException e) {
      throw map.error(kind, kind + ": " + e.getMessage());
    }
  }

  private static Probe jdbc(YamlMap map) throws YamlException {
    String variable = map.text("password_env", "");
    String found = variable.isEmpty() ? null : System.getenv(variable);
    if (!variable.isEmpty() && found == null) {
      throw map.error("password_env", "password_env: there is no such variable");
    }
    String password = found == null ? map.text("password", "") : found;
    return new JdbcProbe(map.text("jdbc"), map.text("user", ""), password, map.text("query", ""));
  }

  private static Weight weight(YamlMap map) throws YamlException {
    boolean critical = map.flag("critical", false);
    boolean readiness = map.flag("readiness", false);
    return readiness ? Weight.READINESS : critical ? Weight.CRITICAL : Weight.NORMAL;
  }
}
