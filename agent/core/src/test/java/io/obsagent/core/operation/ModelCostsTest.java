// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCostsTest {
  private final Fixture fixture = new Fixture();

  private static ConfigNode yaml(String text) {
    try {
      return YamlReader.read("obs-agent.yaml", text).root();
    } catch (YamlException e) {
      throw new AssertionError(e);
    }
  }

  /** A call of a million input tokens of gpt-4o, which cost 2.50. */
  private void call() {
    GenAiOperation call =
        fixture.telemetry().startGenAi(GenAiRequest.of(GenAiTask.CHAT, "openai").model("gpt-4o"));
    call.attach();
    call.usage(new GenAiUsage(1_000_000, 0, -1, -1, -1));
    call.finish(null);
  }

  private void served(String tenant) {
    Fixture.Request request = new Fixture.Request("POST", "/ask/7");
    if (tenant != null) {
      request.header("X-Tenant", tenant);
    }
    HttpServerOperation server = fixture.serve(request);
    server.attach();
    server.route(RouteSource.CONTROLLER, "/ask/{id}");
    call();
    server.finish(null);
  }

  @Test
  void aCallBelongsToTheRouteThatMadeIt() {
    served(null);
    call();

    assertThat(fixture.values("ai_workload_cost_usd_total"))
        .containsOnly(
            entry(List.of("/ask/{id}", "chat", "gpt-4o", "openai"), 2.5),
            entry(List.of("none", "chat", "gpt-4o", "openai"), 2.5));
    assertThat(fixture.values("ai_workload_tokens_total"))
        .containsEntry(List.of("/ask/{id}", "chat", "input"), 1e6);
    assertThat(fixture.values("ai_workload_duration_seconds"))
        .containsEntry(List.of("/ask/{id}", "chat", "success"), 1.0);
  }

  @Test
  void aCallBelongsToTheTenantOfTheRequest() {
    fixture.config.withSection("ai.labels", yaml("tenant: header:X-Tenant\n"));
    served("acme");
    served("acme");
    served(null);
    call();

    assertThat(fixture.values("ai_workload_cost_usd_total"))
        .containsOnly(
            entry(List.of("/ask/{id}", "chat", "gpt-4o", "openai", "acme"), 5.0),
            entry(List.of("/ask/{id}", "chat", "gpt-4o", "openai", "none"), 2.5),
            entry(List.of("none", "chat", "gpt-4o", "openai", "none"), 2.5));
    assertThat(fixture.family("ai_workload_tokens_total").labelNames())
        .containsExactly("route", "operation", "token_type", "tenant");
  }

  @Test
  void aTenantThatIsAKeyIsNoLabel() {
    fixture.config.withSection("ai.labels", yaml("tenant: header:X-Tenant\n"));
    served("sk-abcdefgh12345678abcdefgh");
    served("sk-abcdefgh12345678abcdefgh");

    assertThat(fixture.values("ai_workload_duration_seconds"))
        .containsOnly(Map.entry(List.of("/ask/{id}", "chat", "success", "[redacted key]"), 2.0));
  }

  @Test
  void whatClientsSendMakesNoMoreThanSoManyValues() {
    fixture.config.withSection("ai.labels", yaml("tenant: header:X-Tenant\n"));
    for (int i = 0; i < 2 * CallLabels.MAX_VALUES; i++) {
      served("t" + i);
    }
    served("\u0007bell");

    assertThat(fixture.values("ai_workload_duration_seconds")).hasSize(CallLabels.MAX_VALUES + 1);
    assertThat(fixture.values("ai_workload_duration_seconds"))
        .containsEntry(
            List.of("/ask/{id}", "chat", "success", "other"), CallLabels.MAX_VALUES + 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "tenant: X-Tenant | expected header:NAME or baggage:KEY",
        "tenant: 'header:' | expected header:NAME or baggage:KEY",
        "model: header:X | is a label already",
        "a-b: header:X | is no name for a label",
        "tenant: [header:X] | expected header:NAME"
      })
  void aWrongLabelIsToldWithItsPlace(String text, String problem) {
    List<String> problems = new ArrayList<>();
    assertThat(CallLabels.SECTION.parser().parse(yaml(text + "\n"), problems::add)).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("obs-agent.yaml:1: label")
        .contains(problem);
  }

  @Test
  void aBudgetIsSpentByTheCallsItIsFor() {
    fixture.config.withSection("ai.labels", yaml("tenant: header:X-Tenant\n"));
    fixture.config.withSection(
        "ai.budgets",
        yaml(
            """
            - {name: all, usd: 100, per: day}
            - {name: claude, usd: 7, per: month, provider: anthropic}
            - {name: tenants, usd: 3, per: hour, by: tenant}
            """));
    served("acme");
    served("acme");
    served("other co");

    assertThat(fixture.values("ai_budget_spent_usd"))
        .containsOnly(
            entry(List.of("all", "day", "all"), 7.5),
            entry(List.of("claude", "month", "all"), 0.0),
            entry(List.of("tenants", "hour", "acme"), 5.0),
            entry(List.of("tenants", "hour", "other co"), 2.5));
    assertThat(fixture.values("ai_budget_usd"))
        .containsEntry(List.of("all", "day", "all"), 100.0)
        .containsEntry(List.of("tenants", "hour", "acme"), 3.0);
  }

  @Test
  void aBudgetMayBeThatOfAModel() {
    fixture.config.withSection(
        "ai.budgets",
        yaml(
            """
            - {name: this, usd: 100, per: day, model: gpt-4o}
            - {name: that, usd: 100, per: day, model: gpt-5}
            - {name: each, usd: 100, per: day, by: model}
            """));
    call();

    assertThat(fixture.values("ai_budget_spent_usd"))
        .containsOnly(
            entry(List.of("this", "day", "all"), 2.5),
            entry(List.of("that", "day", "all"), 0.0),
            entry(List.of("each", "day", "gpt-4o"), 2.5));
  }

  @Test
  void budgetsThatAreChangedKeepWhatIsSpent() {
    fixture.config.withSection("ai.budgets", yaml("- {name: all, usd: 5, per: day}\n"));
    call();
    fixture.config.changeSection(
        "ai.budgets", yaml("- {name: all, usd: 10, per: day}\n- {name: new, usd: 1, per: hour}\n"));
    call();

    assertThat(fixture.values("ai_budget_usd"))
        .containsOnly(
            entry(List.of("all", "day", "all"), 10.0), entry(List.of("new", "hour", "all"), 1.0));
    assertThat(fixture.values("ai_budget_spent_usd"))
        .containsOnly(
            entry(List.of("all", "day", "all"), 5.0), entry(List.of("new", "hour", "all"), 2.5));
  }

  @Test
  void aBudgetBeginsAnewWithItsPeriod() {
    fixture.config.withSection("ai.budgets", yaml("- {name: hourly, usd: 1, per: hour}\n"));
    call();
    assertThat(fixture.values("ai_budget_spent_usd"))
        .containsOnly(entry(List.of("hourly", "hour", "all"), 2.5));
    fixture.clock.turn(3_600_000);
    assertThat(fixture.values("ai_budget_spent_usd"))
        .containsOnly(entry(List.of("hourly", "hour", "all"), 0.0));
  }

  @ParameterizedTest
  @CsvSource({
    "HOUR, 2026-11-28T10:59:59Z, 2026-11-28T10:00:00Z",
    "DAY, 2026-11-28T10:59:59Z, 2026-11-28T00:00:00Z",
    "MONTH, 2026-11-28T10:59:59Z, 2026-11-01T00:00:00Z"
  })
  void aPeriodIsTheCalendars(Budget.Period period, String now, String start) {
    assertThat(period.start(java.time.Instant.parse(now).getEpochSecond()))
        .isEqualTo(java.time.Instant.parse(start).getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "- {usd: 1, per: day} | 'name' is missing",
        "- {name: a, per: day} | 'usd' is missing",
        "- {name: a, usd: many, per: day} | 'usd' is 'many'",
        "- {name: a, usd: -1, per: day} | 'usd' is '-1'",
        "- {name: a, usd: 1, per: week} | 'per' is 'week'; expected hour, day or month",
        "- {name: a, usd: 1, per: day, refuse: perhaps} | 'refuse' is 'perhaps'",
        "- {name: a, usd: 1, per: day, model: [a]} | 'model' takes one value",
        "- a | expected name, usd and per"
      })
  void aWrongBudgetIsToldWithItsPlace(String text, String problem) {
    List<String> problems = new ArrayList<>();
    assertThat(Budget.SECTION.parser().parse(yaml(text + "\n"), problems::add)).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("obs-agent.yaml:1: budget of ai.budgets: ")
        .contains(problem);
  }

  @Test
  void budgetsThatAreNoListAreRefused() {
    assertThatThrownBy(() -> Budget.SECTION.parser().parse(yaml("a: 1\n"), problem -> {}))
        .hasMessageStartingWith("obs-agent.yaml:1: 'ai.budgets' takes a list");
  }
}
