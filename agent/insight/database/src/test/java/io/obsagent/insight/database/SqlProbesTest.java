// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlProbesTest {
  static List<SqlProbe> parse(String yaml) {
    List<String> problems = new ArrayList<>();
    List<SqlProbe> probes = parse(yaml, problems);
    assertThat(problems).isEmpty();
    return probes;
  }

  private static List<SqlProbe> parse(String yaml, List<String> problems) {
    try {
      ConfigNode node = YamlReader.read("obs-agent.yaml", yaml).root();
      return DatabaseFeature.PROBES.parser().parse(node, problems::add);
    } catch (YamlException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theExampleIsTaken() {
    List<SqlProbe> probes = parse(DatabaseFeature.PROBES.example());
    assertThat(probes).hasSize(SqlPresets.BY_NAME.get("postgresql").size() + 1);
    SqlProbe own = probes.get(probes.size() - 1);
    assertThat(own.metric().name()).isEqualTo("sql_probe_open_orders");
    assertThat(own.metric().labelNames()).containsExactly("database", "server", "status");
    assertThat(own.interval()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: a, sql: DELETE FROM x} | it is no query",
        "{name: a, sql: SELECT 1; SELECT 2} | more than one statement",
        "{name: A b, sql: SELECT 1} | the name of a probe",
        "{name: a} | sql",
        "{preset: oracle} | expected one of mariadb, mysql, postgresql",
        "{name: a, sql: SELECT 1, interval: 1s} | from 10s to 1d",
        "{name: a, sql: SELECT 1, timeout: 1h} | from 1s to 30s",
        "{name: a, sql: SELECT 1, labels: [server]} | labels",
        "{name: a, sql: SELECT 1, tables: x} | tables",
        "text | a probe has a preset"
      })
  void whatIsWrongIsTold(String entry, String told) {
    List<String> problems = new ArrayList<>();
    assertThat(parse("- " + entry + "\n- {name: sound, sql: SELECT 1}\n", problems)).hasSize(1);
    assertThat(problems).singleElement().asString().startsWith("obs-agent.yaml:1: ").contains(told);
  }

  @ParameterizedTest
  @CsvSource({
    "interval: 1s, 4, interval",
    "tables: x, 4, tables",
    "labels: [server], 4, labels",
    "timeout: soon, 4, timeout"
  })
  void theLineOfTheKeyIsTold(String wrong, int line, String key) {
    List<String> problems = new ArrayList<>();
    String yaml = "- name: a\n  sql: SELECT 1\n  help: x\n  " + wrong + "\n";
    assertThat(parse(yaml, problems)).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("obs-agent.yaml:" + line + ": ")
        .contains(key);
  }

  @Test
  void oneNameIsOneProbe() {
    List<String> problems = new ArrayList<>();
    String twice = "- {name: a, sql: SELECT 1}\n- {name: a, pool: b, sql: SELECT 2}\n";
    assertThat(parse(twice, problems)).hasSize(1);
    assertThat(problems).singleElement().asString().contains("obs-agent.yaml:2");
    assertThatThrownBy(() -> parse("a: b\n")).hasMessageContaining("takes a list");
  }

  @Test
  void aDatabaseOfTwoPoolsIsAskedOnce() throws SQLException {
    String url = "jdbc:h2:mem:twice";
    try (OneConnectionPool one = new OneConnectionPool("one", url, "sa");
        OneConnectionPool two = new OneConnectionPool("two", url, "sa");
        SqlProbes probes = new SqlProbes(() -> List.of(one.known(), two.known()))) {
      probes.prepare(parse("- {name: a, sql: SELECT 42}"));
      for (int i = 0; i < 3; i++) {
        probes.turn();
      }
      assertThat(one.given + two.given).as("once each to learn where it leads").isEqualTo(2);
      assertThat(points(probes)).containsExactly(42.0);
    }
  }

  @Test
  void aPoolWithoutAConnectionToSpareIsLeftAlone() throws SQLException {
    try (OneConnectionPool pool = new OneConnectionPool("busy", "jdbc:h2:mem:busy", "sa");
        SqlProbes probes = new SqlProbes(() -> List.of(pool.known()))) {
      probes.prepare(parse("- {name: a, sql: SELECT 42}"));
      pool.active = 1;
      probes.turn();
      assertThat(pool.given).isZero();
      pool.active = 0;
      pool.pending = 1;
      probes.turn();
      assertThat(pool.given).isZero();
      pool.pending = 0;
      probes.turn();
      assertThat(points(probes)).containsExactly(42.0);
      pool.closed = true;
      probes.turn();
      assertThat(probes.collect()).isEmpty();
      pool.closed = false;
    }
  }

  @Test
  void aProbeThatFailsIsToldOnceAndOthersGoOn() throws SQLException {
    List<String> told = new ArrayList<>();
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> told.add(message));
    try (OneConnectionPool pool = new OneConnectionPool("broken", "jdbc:h2:mem:broken", "sa");
        SqlProbes probes = new SqlProbes(() -> List.of(pool.known()))) {
      probes.prepare(
          parse(
              "- {name: broken, sql: SELECT x FROM absent}\n- {name: sound, sql: SELECT 42}\n"
                  + "- {name: other, pool: absent, sql: SELECT 43}\n"));
      for (int i = 0; i < 3; i++) {
        probes.turn();
      }
      assertThat(points(probes)).containsExactly(42.0);
      assertThat(told).singleElement().asString().contains("broken", "42S0", "broken at none");
      assertThat(pool.given).isEqualTo(1);
    } finally {
      AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> {});
    }
  }

  @Test
  void rowsAndTextsAreBounded() throws SQLException {
    try (OneConnectionPool pool = new OneConnectionPool("many", "jdbc:h2:mem:many", "sa");
        SqlProbes probes = new SqlProbes(() -> List.of(pool.known()))) {
      probes.prepare(
          parse(
              "- {name: many, labels: t, sql: \"SELECT REPEAT('x', 999) || x AS t, x AS n"
                  + " FROM SYSTEM_RANGE(1, 5000)\"}"));
      probes.turn();
      assertThat(probes.collect().get(0).points())
          .allSatisfy(point -> assertThat(point.labelValues().get(2)).hasSizeLessThan(130))
          .hasSizeLessThanOrEqualTo(SqlProbe.MAX_ROWS);
    }
  }

  private static List<Double> points(SqlProbes probes) {
    List<Double> values = new ArrayList<>();
    for (MetricFamily family : probes.collect()) {
      family.points().forEach(point -> values.add(((MetricFamily.NumberPoint) point).value()));
    }
    return values;
  }
}
