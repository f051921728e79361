// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltinRulesTest {
  /** In steps, and one more: a rule is pending from the first on. */
  private static final int FIVE_MINUTES = 21;

  @Test
  void everyRuleIsWellAndEveryAlertHasARunbookASummaryAndItsOwnName() {
    assertThat(RuleFileReader.read("builtin-rules.yml", BuiltinRules.text()).errors()).isEmpty();
    Set<String> names = new HashSet<>();
    for (RuleGroup group : BuiltinRules.groups()) {
      for (RuleDefinition rule : group.rules()) {
        assertThat(names.add(rule.name())).as(rule.name()).isTrue();
        if (rule instanceof RuleDefinition.Alerting alert) {
          assertThat(alert.annotations())
              .containsKey("summary")
              .containsEntry(
                  "runbook_url", "docs/runbooks.md#" + alert.name().toLowerCase(Locale.ROOT));
          assertThat(alert.labels().get("severity")).isIn("critical", "high", "warning", "info");
        }
      }
    }
    assertThat(names).contains("Watchdog", "HighErrorRate", "ServiceDown");
  }

  @Test
  void whatTheBuildHasMadeOfTheFileIsWhatTheFileSays() throws YamlException {
    assertThat(BuiltinRules.document())
        .isEqualTo(YamlReader.read("builtin-rules.yml", BuiltinRules.text()));
  }

  @Test
  void fivePercentFailingRequestsRaiseHighErrorRateButNotWithoutTraffic() {
    assertThat(firingAfter(10, 1)).contains("HighErrorRate firing", "Watchdog firing");
    assertThat(firingAfter(0.01, 0.01)).doesNotContain("HighErrorRate firing");
    assertThat(firingAfter(100, 1)).doesNotContain("HighErrorRate firing");
  }

  @Test
  void aPartOfTheAgentThatDoesNotWorkIsToldAfterFiveMinutes() {
    RuleTimeline line = new RuleTimeline(BuiltinRules.text());
    for (int i = 0; i < 30; i++) {
      line.step(
          "obs_agent_part_up{job=\"shop\",instance=\"a\",part=\"alerting\"}", 1,
          "obs_agent_part_up{job=\"shop\",instance=\"a\",part=\"export-otlp\"}", 0);
    }
    assertThat(line.states()).containsOnlyOnce("AgentPartDown firing");
  }

  @Test
  void whatACounterAppearsWithIsCost() {
    RuleTimeline line = new RuleTimeline(BuiltinRules.text());
    String target = "{job=\"shop\",instance=\"a\",model=\"m\",provider=\"openai\"}";
    for (int i = 0; i < 4; i++) {
      line.step("up{job=\"shop\",instance=\"a\"}", 1);
    }
    for (int i = 0; i < 30; i++) {
      line.step("ai_cost_usd_total" + target, 12, "ai_cost_unknown_total" + target, 1);
    }
    assertThat(line.states()).contains("HighAICosts firing", "AICostUnknown firing");
  }

  @Test
  void aLimitThatIsNearlyReachedIsToldWhileCallsAreMade() {
    assertThat(limits(5, 10)).contains("AIRateLimitNearlyReached firing");
    assertThat(limits(50, 10)).doesNotContain("AIRateLimitNearlyReached firing");
    assertThat(limits(5, 0)).doesNotContain("AIRateLimitNearlyReached firing");
  }

  private static List<String> limits(double remaining, double callsAStep) {
    RuleTimeline line = new RuleTimeline(BuiltinRules.text());
    String of = "{job=\"shop\",instance=\"a\",model=\"m\",provider=\"openai\"";
    for (int i = 0; i < 40; i++) {
      line.step(
          "ai_rate_limit" + of + ",limit=\"tokens\"}",
          100,
          "ai_rate_limit_remaining" + of + ",limit=\"tokens\"}",
          remaining,
          "ai_requests_total" + of + ",status=\"success\"}",
          5 + i * callsAStep);
    }
    return line.states();
  }

  @Test
  void aProviderOfWhichMoreThanATenthOfTheCallsFailIsTold() {
    String of = "{job=\"shop\",instance=\"a\",model=\"m\",provider=\"openai\",status=";
    String calls = "ai_requests_total" + of;
    assertThat(counted(calls + "\"success\"}", 9, calls + "\"error\"}", 2))
        .contains("AIProviderErrors firing");
    assertThat(counted(calls + "\"success\"}", 19, calls + "\"error\"}", 1))
        .doesNotContain("AIProviderErrors firing");
  }

  @Test
  void anMcpServerOfWhichMoreThanATenthOfTheToolsFailIsTold() {
    String of = "{job=\"shop\",instance=\"a\",server=\"s\",tool=\"t\",status=";
    String calls = "mcp_tool_calls_total" + of;
    assertThat(counted(calls + "\"success\"}", 9, calls + "\"error\"}", 2))
        .contains("MCPToolFailures firing");
    assertThat(counted(calls + "\"success\"}", 19, calls + "\"error\"}", 1))
        .doesNotContain("MCPToolFailures firing");
  }

  /** What there is after half an hour in which two counters have grown so much in each step. */
  private static List<String> counted(String one, double by, String other, double otherBy) {
    RuleTimeline line = new RuleTimeline(BuiltinRules.text());
    for (int i = 0; i < 120; i++) {
      line.step(one, i * by, other, i * otherBy);
    }
    return line.states();
  }

  @Test
  void aBudgetIsToldWhenFourFifthsOfItAreSpentAndWhenAllIs() {
    assertThat(spent(7)).noneMatch(state -> state.startsWith("AIBudget"));
    assertThat(spent(9)).contains("AIBudgetNearlySpent firing");
    assertThat(spent(10))
        .contains("AIBudgetSpent firing")
        .noneMatch(state -> state.startsWith("AIBudgetNearlySpent"));
  }

  /** What there is where so much of a budget of 10 is spent. */
  private static List<String> spent(double usd) {
    String budget = "{job=\"shop\",instance=\"a\",budget=\"all\",period=\"day\",subject=\"all\"}";
    return steady(4, "ai_budget_spent_usd" + budget, usd, "ai_budget_usd" + budget, 10);
  }

  /** What there is where two gauges have stayed as they are for so many steps. */
  private static List<String> steady(
      int steps, String one, double value, String other, double otherValue) {
    RuleTimeline line = new RuleTimeline(BuiltinRules.text());
    for (int i = 0; i < steps; i++) {
      line.step(one, value, other, otherValue);
    }
    assertThat(line.rules.rules()).allMatch(rule -> rule.lastError().isEmpty());
    return line.states();
  }

  @Test
  void moreThan80ConnectionsAndMoreThanFourFifthsOfAPoolAreTold() {
    assertThat(connections(81, 200)).contains("DatabaseConnectionsHigh firing");
    assertThat(connections(80, 200)).doesNotContain("DatabaseConnectionsHigh firing");
    assertThat(connections(9, 10)).contains("DatabaseConnectionsHigh firing");
    assertThat(connections(8, 10)).doesNotContain("DatabaseConnectionsHigh firing");
  }

  private static List<String> connections(double active, double most) {
    String pool = "{job=\"shop\",instance=\"a\",database=\"shop\",pool=\"orders\"}";
    return steady(
        FIVE_MINUTES,
        "database_connections_active" + pool,
        active,
        "database_connections_max" + pool,
        most);
  }

  @Test
  void moreThanFourFifthsOfARedisMemoryAreToldWhereItHasALimit() {
    assertThat(memory(81, 100)).contains("RedisMemoryHigh firing");
    assertThat(memory(80, 100)).doesNotContain("RedisMemoryHigh firing");
    assertThat(memory(81, 0)).doesNotContain("RedisMemoryHigh firing");
  }

  private static List<String> memory(double used, double most) {
    String server = "{job=\"shop\",instance=\"a\",server=\"cache\",server_port=\"6379\"}";
    return steady(
        FIVE_MINUTES,
        "redis_memory_used_bytes" + server,
        used,
        "redis_memory_max_bytes" + server,
        most);
  }

  @Test
  void anIdleProcessOnABusyHostRaisesTheHostsAlertsOnly() {
    assertThat(resources(0.01, 0.1)).containsExactly("HostHighCPUUsage", "HostMemoryLow");
  }

  @Test
  void aBusyProcessRaisesBothSeveritiesOfItsOwn() {
    assertThat(resources(1.96, 0.9))
        .contains("HighCPUUsage", "CPUExhausted", "HighMemoryUsage")
        .doesNotContain("MemoryExhausted");
  }

  /** What fires after half an hour on a host with 2 processors, all busy, and hardly any memory. */
  private static List<String> resources(double processorsUsed, double shareOfMemory) {
    RuleTimeline line = new RuleTimeline(BuiltinRules.text());
    String target = "{job=\"shop\",instance=\"a\"}";
    for (int i = 0; i < 120; i++) {
      line.step(
          "process_cpu_seconds_total" + target,
          i * 15 * processorsUsed,
          "cpu_cores" + target,
          2,
          "process_resident_memory_bytes" + target,
          8e9 * shareOfMemory,
          "memory_limit_bytes" + target,
          8e9,
          "cpu_usage_percent" + target,
          99,
          "memory_utilization_percentage" + target,
          97,
          "host_cpu_usage_percent" + target,
          99,
          "host_memory_total_bytes" + target,
          8e9,
          "host_memory_available_bytes" + target,
          0.24e9);
    }
    assertThat(line.rules.rules()).allMatch(rule -> rule.lastError().isEmpty());
    return line.states().stream()
        .filter(state -> state.endsWith(" firing") && !state.startsWith("Watchdog"))
        .map(state -> state.replace(" firing", ""))
        .sorted()
        .toList();
  }

  private static List<String> firingAfter(double good, double bad) {
    RuleTimeline line = new RuleTimeline(BuiltinRules.text());
    for (int i = 0; i < 60; i++) {
      line.step(
          "http_requests_total{job=\"shop\",instance=\"a\",status_code=\"200\"}", i * good * 15,
          "http_requests_total{job=\"shop\",instance=\"a\",status_code=\"500\"}", i * bad * 15);
    }
    assertThat(line.rules.rules()).allMatch(rule -> rule.lastError().isEmpty());
    return line.states();
  }

  @Test
  void whatIsExportedReadsBackTheSame() {
    List<RuleGroup> groups = BuiltinRules.groups();
    List<RuleGroup> again = RuleTimeline.groups(RuleExport.write(groups));
    assertThat(again.stream().flatMap(group -> group.rules().stream()).map(RuleDefinition::query))
        .isEqualTo(
            groups.stream()
                .flatMap(group -> group.rules().stream())
                .map(RuleDefinition::query)
                .toList());
    assertThat(RuleExport.write(again)).isEqualTo(RuleExport.write(groups));
  }

  @Test
  void promtoolAcceptsWhatIsExported(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path file =
        Files.writeString(directory.resolve("r.yml"), RuleExport.write(BuiltinRules.groups()));
    Process process;
    try {
      process =
          new ProcessBuilder("promtool", "check", "rules", file.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      System.out.println("skipped: promtool is not installed");
      Assumptions.abort("promtool is not installed");
      return;
    }
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
