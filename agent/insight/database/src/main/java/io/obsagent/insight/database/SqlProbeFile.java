// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Reads {@code sql_probes}: presets by name, and queries of the user's. */
final class SqlProbeFile {
  private static final int MAX_PROBES = 50;
  private static final int MAX_LABELS = 5;
  private static final String NAME = "[a-z][a-z0-9_]{0,47}";
  private static final String COLUMN = "[A-Za-z_][A-Za-z0-9_]{0,47}";
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private SqlProbeFile() {}

  static List<SqlProbe> parse(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Sequence list)) {
      throw new IllegalArgumentException(
          node.place() + ": 'sql_probes' takes a list: - preset: postgresql");
    }
    List<SqlProbe> probes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigNode item : list.items()) {
      try {
        List<SqlProbe> more = entry(item, problems);
        if (probes.size() + more.size() > MAX_PROBES) {
          problems.accept(item.place() + ": too many probes; at most " + MAX_PROBES);
        } else if (more.stream().anyMatch(each -> !names.add(key(each)))) {
          problems.accept(item.place() + ": there is a probe of this name already");
        } else {
          probes.addAll(more);
        }
      } catch (YamlException e) {
        problems.accept(String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(probes);
  }

  private static String key(SqlProbe probe) {
    return probe.systems().isEmpty()
        ? probe.name() // whose labels are its own
        : probe.name() + '\n' + probe.systems() + '\n' + probe.pool();
  }

  private static List<SqlProbe> entry(ConfigNode item, Consumer<String> problems)
      throws YamlException {
    if (!(item instanceof ConfigNode.Mapping mapping)) {
      throw new YamlException(item.place() + ": a probe has a preset, or a name and sql");
    }
    List<String> warnings = new ArrayList<>();
    YamlMap map = YamlMap.of(mapping, warnings);
    String pool = map.text("pool", "");
    Duration interval =
        map.value("interval", INTERVAL, text -> PromDuration.parse(text, "10s", "1d"));
    Duration timeout = map.value("timeout", TIMEOUT, text -> PromDuration.parse(text, "1s", "30s"));
    List<SqlProbe> found = new ArrayList<>();
    for (SqlProbe probe : map.has("preset") ? preset(map) : List.of(own(map))) {
      found.add(probe.with(pool, interval, timeout));
    }
    map.close();
    warnings.forEach(problems);
    return found;
  }

  private static List<SqlProbe> preset(YamlMap map) throws YamlException {
    List<SqlProbe> preset = SqlPresets.BY_NAME.get(map.text("preset"));
    if (preset == null) {
      throw map.error(
          "preset", "preset: expected one of " + String.join(", ", SqlPresets.BY_NAME.keySet()));
    }
    return preset;
  }

  private static SqlProbe own(YamlMap map) throws YamlException {
    String name = map.required("name");
    if (!name.matches(NAME)) {
      throw map.error(
          "name", "the name of a probe has at most 48 small letters, digits and _, a letter first");
    }
    String sql = map.required("sql").strip();
    String refusal = ReadOnlySql.refusal(sql);
    if (refusal != null) {
      throw map.error("sql", "sql: a probe is one statement that reads; " + refusal);
    }
    List<String> columns = columns(map);
    List<String> labels = new ArrayList<>(List.of("database", "server"));
    columns.forEach(column -> labels.add(column.toLowerCase(Locale.ROOT)));
    MetricDefinition metric =
        MetricDefinition.gauge("sql_probe_" + name, help(map, name))
            .labels(labels.toArray(String[]::new));
    return new SqlProbe(
        name, metric, sql, columns, map.text("value", ""), Set.of(), "", INTERVAL, TIMEOUT);
  }

  private static String help(YamlMap map, String name) throws YamlException {
    return map.text("help", "What the probe " + name + " of sql_probes has found.");
  }

  private static List<String> columns(YamlMap map) throws YamlException {
    List<String> columns = map.texts("labels");
    String wrong = columns.stream().filter(each -> !each.matches(COLUMN)).findFirst().orElse(null);
    if (wrong != null || columns.size() > MAX_LABELS || hasTwice(columns)) {
      throw map.error(
          "labels", "labels: at most 5 names of columns, each of letters, digits and _");
    }
    return columns;
  }

  private static boolean hasTwice(List<String> columns) {
    Set<String> seen = new HashSet<>(Set.of("database", "server"));
    return columns.stream().anyMatch(each -> !seen.add(each.toLowerCase(Locale.ROOT)));
  }
}
