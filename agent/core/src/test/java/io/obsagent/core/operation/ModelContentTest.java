// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.obsagent.core.span.SpanSink;
import io.obsagent.core.testing.Fixture;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.GenAiUsage;
import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelContentTest {
  private final Fixture fixture = new Fixture();

  private GenAiOperation start() {
    return (GenAiOperation)
        fixture
            .telemetry()
            .startGenAi(GenAiRequest.of(GenAiTask.CHAT, "openai").model("m"))
            .attach();
  }

  private Map<String, Object> attributes() {
    return Fixture.attributes(fixture.spans.get(fixture.spans.size() - 1));
  }

  @Test
  void nothingThatIsSaidIsKeptUnlessAskedFor() {
    GenAiOperation call = start();
    assertThat(call.content()).isNull();
    call.finish(null);
  }

  @Test
  void whatIsSaidIsJsonOfTheConventionsWithoutSecrets() {
    fixture.config.with("ai.content", "attributes");
    GenAiOperation call = start();
    GenAiContent content = call.content();
    content.instructions("Be brief.");
    content.input("user", "Tea for mia@shop.example?");
    content.input("user", "My card is 4111 1111 1111 1111, order 4111 1111 1111 1112.");
    content.toolResult("t-1", "{\"key\":\"sk-abcdefgh12345678\"}");
    content.output("Ta");
    content.output("ke tea.");
    content.toolCall("t-2", "kettle", "{\"litres\":1}");
    call.finish(null);

    assertThat(attributes())
        .containsEntry(
            "gen_ai.system_instructions", "[{\"type\":\"text\",\"content\":\"Be brief.\"}]")
        .containsEntry(
            "gen_ai.input.messages",
            "[{\"role\":\"user\",\"parts\":["
                + "{\"type\":\"text\",\"content\":\"Tea for [redacted e-mail]?\"},"
                + "{\"type\":\"text\",\"content\":\"My card is [redacted card],"
                + " order 4111 1111 1111 1112.\"}]},"
                + "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"t-1\","
                + "\"response\":\"{\\\"key\\\":\\\"[redacted key]\\\"}\"}]}]")
        .containsEntry(
            "gen_ai.output.messages",
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Take tea.\"},"
                + "{\"type\":\"tool_call\",\"id\":\"t-2\",\"name\":\"kettle\","
                + "\"arguments\":\"{\\\"litres\\\":1}\"}]}]");
  }

  @Test
  void whatATextIsCutToNeverEndsInHalfASecret() {
    fixture.config.with("ai.content", "attributes").with("ai.content-max-chars", "64");
    GenAiOperation call = start();
    call.content().input("user", "x".repeat(55) + " sk-abcdefgh12345678abcdefgh and more");
    for (int i = 0; i < 10_000; i++) {
      call.content().output("word ");
    }
    call.finish(null);

    assertThat((String) attributes().get("gen_ai.input.messages"))
        .contains("x".repeat(55) + " [redact")
        .doesNotContain("sk-");
    assertThat((String) attributes().get("gen_ai.output.messages")).hasSizeLessThan(200);
  }

  @Test
  void itMayBeAnEventOfTheSpanInstead() {
    fixture.config.with("ai.content", "event");
    GenAiOperation call = start();
    call.content().input("user", "Tea?");
    call.finish(new IllegalStateException("no"));

    FinishedSpan span = fixture.spans.get(0);
    assertThat(attributes()).doesNotContainKey("gen_ai.input.messages");
    assertThat(span.events())
        .extracting(FinishedSpan.Event::name)
        .containsExactly("exception", "gen_ai.client.inference.operation.details");
    assertThat(
            span.events().get(1).attributes().get(AttributeKey.stringKey("gen_ai.input.messages")))
        .contains("Tea?");
  }

  @Test
  void itMayBeARecordOfALogInstead() {
    List<FinishedLog> logs = new ArrayList<>();
    SpanSink sink =
        new SpanSink() {
          @Override
          public void accept(FinishedSpan span) {
            fixture.spans.add(span);
          }

          @Override
          public boolean accept(FinishedLog log) {
            return logs.add(log);
          }
        };
    fixture.config.with("ai.content", "log");
    GenAiOperation call =
        new CoreTelemetry(fixture.config, sink)
            .startGenAi(GenAiRequest.of(GenAiTask.CHAT, "openai").model("m"));
    call.content().input("user", "Tea for mia@shop.example?");
    assertThat(logs).isEmpty();
    call.finish(null);

    assertThat(attributes()).doesNotContainKey("gen_ai.input.messages");
    assertThat(fixture.spans.get(0).events()).isEmpty();
    assertThat(logs).hasSize(1);
    FinishedLog log = logs.get(0);
    assertThat(log.body()).isEqualTo("chat m");
    assertThat(log.spanId()).isEqualTo(fixture.spans.get(0).spanId());
    assertThat(log.traceIdLow()).isEqualTo(fixture.spans.get(0).traceIdLow());
    assertThat(log.attributes())
        .isEqualTo(
            Map.of(
                "event.name",
                "gen_ai.client.inference.operation.details",
                "gen_ai.operation.name",
                "chat",
                "gen_ai.provider.name",
                "openai",
                "gen_ai.request.model",
                "m",
                "gen_ai.input.messages",
                "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":"
                    + "\"Tea for [redacted e-mail]?\"}]}]"));
  }

  @Test
  void ofLayersTheFirstThatAsksSaysIt() {
    fixture.config.with("ai.content", "attributes");
    GenAiOperation framework = start();
    assertThat(framework.content()).isNotNull();
    GenAiOperation vendor = start();
    assertThat(vendor.content()).isNull();
    framework.finish(null);

    GenAiOperation mute = start();
    assertThat(start().content()).isNotNull();
    mute.finish(null);
  }

  @Test
  void whatAChunkAddsToACallOfAToolIsPartOfIt() {
    fixture.config.with("ai.content", "attributes");
    GenAiOperation call = start();
    GenAiContent content = call.content();
    content.output("");
    content.toolCall("t-1", "kettle", "");
    content.toolCall(null, null, "{\"li");
    content.toolCall(null, "", "tres\":1}");
    content.toolCall("t-2", "cup", "{}");
    call.finish(null);

    assertThat(attributes())
        .containsEntry(
            "gen_ai.output.messages",
            "[{\"role\":\"assistant\",\"parts\":["
                + "{\"type\":\"tool_call\",\"id\":\"t-1\",\"name\":\"kettle\","
                + "\"arguments\":\"{\\\"litres\\\":1}\"},"
                + "{\"type\":\"tool_call\",\"id\":\"t-2\",\"name\":\"cup\",\"arguments\":\"{}\"}]}]");
  }

  @Test
  void itIsSwitchedOnAndOffWhileTheApplicationRuns() {
    GenAiOperation before = start();
    assertThat(before.content()).isNull();
    before.finish(null);

    fixture.config.change("ai.content", "attributes");
    GenAiOperation call = start();
    call.content().input("user", "Tea?");
    fixture.config.change("ai.content", "off");
    call.finish(null);
    assertThat(attributes()).containsKey("gen_ai.input.messages");

    GenAiOperation after = start();
    assertThat(after.content()).isNull();
    after.finish(null);
  }

  @Test
  void aRatioOfZeroKeepsNothing() {
    fixture.config.with("ai.content", "attributes").with("ai.content-ratio", "0");
    GenAiOperation call = start();
    assertThat(call.content()).isNull();
    call.finish(null);
  }

  @ParameterizedTest
  @CsvSource({
    "sk-proj-abcDEF123456789, [redacted key]",
    "AKIAIOSFODNN7EXAMPLE, [redacted key]",
    "ghp_abcdefghijklmnopqrstuvwxyz12, [redacted key]",
    "a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln b, a [redacted token] b",
    "Authorization: Bearer abcdef0123456789, Authorization: Bearer [redacted]",
    "password=hunter2hunter2, password=[redacted]",
    "5500-0000-0000-0004, [redacted card]"
  })
  void whatHasTheShapeOfASecretIsTakenOut(String text, String safe) {
    assertThat(ContentRedaction.redact(text)).isEqualTo(safe);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The secret of good tea is water at 95 degrees.",
        "task-12 of the desk-kit",
        "Call 0800 1234 or see /orders/1234567890123",
        "a@b"
      })
  void whatHasNotStays(String text) {
    assertThat(ContentRedaction.redact(text)).isEqualTo(text);
  }

  @Test
  void othersNamesAreToldOnlyWhereTheyAreAskedFor() {
    GenAiOperation call = start();
    call.finish(null);

    assertThat(attributes()).doesNotContainKeys("ai.model", "ai.provider", "ai.prompt_length");
    assertThat(fixture.spans.get(0).events()).isEmpty();
    assertThat(fixture.telemetry().metrics().collect())
        .extracting(MetricFamily::name)
        .contains("ai_requests_total")
        .doesNotContain("custom_ai_requests_total", "custom_ai_tokens_used_total");
  }

  @Test
  void othersNamesAreBesideTheConventionsAndNothingThatIsSaidIsKept() {
    fixture.config.with("ai.aliases", "true");
    GenAiOperation call = start();
    GenAiContent content = call.content();
    content.instructions("Be brief.");
    content.input("user", "Tea?");
    content.toolResult("t-1", "blue");
    content.output("Take tea.");
    call.usage(GenAiUsage.of(3, 2));
    call.finish(null);

    assertThat(attributes())
        .containsEntry("gen_ai.request.model", "m")
        .containsEntry("ai.model", "m")
        .containsEntry("ai.provider", "openai")
        .containsEntry("ai.prompt_length", 17L)
        .doesNotContainKeys(
            "gen_ai.system_instructions", "gen_ai.input.messages", "gen_ai.output.messages");
    FinishedSpan span = fixture.spans.get(0);
    assertThat(span.events()).hasSize(1);
    FinishedSpan.Event event = span.events().get(0);
    assertThat(event.name()).isEqualTo("AIRequest");
    assertThat(event.attributes().asMap())
        .containsEntry(AttributeKey.stringKey("model"), "m")
        .containsEntry(AttributeKey.longKey("tokens"), 5L)
        .containsKey(AttributeKey.doubleKey("duration"));
  }

  @Test
  void othersNamesCountCallsAndTokens() {
    fixture.config.with("ai.aliases", "true");
    GenAiOperation call = start();
    call.usage(GenAiUsage.of(3, 2));
    call.finish(null);
    start().finish(null);

    assertThat(fixture.values("custom_ai_requests_total"))
        .containsExactly(entry(List.of("m", "openai", "success"), 2.0));
    assertThat(fixture.values("custom_ai_tokens_used_total"))
        .containsExactly(entry(List.of("m", "openai"), 5.0));
    assertThat(List.of(ModelAliases.REQUESTS, ModelAliases.TOKENS_USED))
        .extracting(metric -> metric.semconv().get(0).name())
        .containsExactly("Custom/AI/Requests", "Custom/AI/TokensUsed");
  }

  @Test
  void aPromptThatNobodyToldHasNoLength() {
    fixture.config.with("ai.aliases", "true");
    GenAiOperation call = start();
    assertThat(call.content()).isNotNull();
    call.finish(null);

    assertThat(attributes()).containsEntry("ai.model", "m").doesNotContainKey("ai.prompt_length");
  }

  @Test
  void othersNamesAreBesideWhatIsSaid() {
    fixture.config.with("ai.aliases", "true").with("ai.content", "event");
    GenAiOperation call = start();
    call.content().input("user", "Tea?");
    call.finish(null);

    assertThat(attributes()).containsEntry("ai.prompt_length", 4L);
    assertThat(fixture.spans.get(0).events())
        .extracting(FinishedSpan.Event::name)
        .containsExactly("gen_ai.client.inference.operation.details", "AIRequest");
  }

  @Test
  void aToolHasNoOtherNames() {
    fixture.config.with("ai.aliases", "true");
    GenAiOperation tool =
        (GenAiOperation)
            fixture
                .telemetry()
                .startGenAi(
                    GenAiRequest.of(GenAiTask.EXECUTE_TOOL, "openai").tool("kettle", null, null))
                .attach();
    tool.finish(null);

    assertThat(attributes()).doesNotContainKey("ai.model");
    assertThat(fixture.spans.get(0).events()).isEmpty();
  }
}
