// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestTableTest {
  /** What is asked of a model, and what of its options. */
  public record Asked(@Nullable Object model, @Nullable Object options) {}

  /** What is said to it. */
  public record Talk(@Nullable Object instructions, @Nullable Object messages) {}

  /** One message. */
  public record Message(@Nullable Object role, @Nullable Object text, @Nullable Object answers) {}

  /** One that is instructions. */
  public record SystemMessage(Object text, boolean system) {}

  /** As a library's that finds a request not as documented. */
  public static final class Broken {
    public double heat() {
      throw new IllegalStateException("the library's own");
    }
  }

  private static final RequestTable TABLE =
      new RequestTable()
          .asks(Asks.MODEL, "model")
          .asks(Asks.MAX_TOKENS, "options.most")
          .asks(Asks.TEMPERATURE, "options.heat")
          .asks(Asks.TOP_K, "options.k")
          .asks(Asks.SEED, "options.seed")
          .asks(Asks.STOP, "options.stop")
          .asks(Asks.REASONING, "options.effort")
          .asks(Asks.INSTRUCTIONS, "instructions")
          .asks(Asks.MESSAGES, "messages")
          .asks(Asks.PROMPT, "options")
          .asks(Asks.INSTRUCTS, "system")
          .asks(Asks.ROLE, "role")
          .asks(Asks.TEXT, "text")
          .asks(Asks.CALL_ID, "answers");

  private static GenAiRequest settings(@Nullable Object options) {
    return TABLE.settings(GenAiRequest.of(GenAiTask.CHAT, "any"), new Asked("m", options));
  }

  private static List<String> saidBy(Object asked) {
    FakeContent content = new FakeContent();
    TABLE.tellSaid(content, asked);
    return content.said;
  }

  @Test
  void theModelIsATextOrWhatReadsAsOne() {
    assertThat(TABLE.model(new Asked("model-1", null))).isEqualTo("model-1");
    assertThat(TABLE.model(new Asked(Optional.of(GenAiTask.CHAT), null))).isEqualTo("CHAT");
    assertThat(TABLE.model(new Asked("", null))).isNull();
    assertThat(TABLE.model(new Talk(null, null))).isNull();
    assertThat(TABLE.model(null)).isNull();
  }

  @Test
  void settingsAreWhatIsAsked() {
    GenAiRequest request =
        settings(
            Map.of(
                "most",
                256,
                "heat",
                0.2f,
                "k",
                Optional.of(40.0),
                "seed",
                7,
                "stop",
                List.of("END", "STOP"),
                "effort",
                "high"));

    assertThat(request.maxTokens()).isEqualTo(256);
    assertThat(request.temperature()).isEqualTo(0.2);
    assertThat(request.topK()).isEqualTo(40);
    assertThat(request.seed()).isEqualTo(7);
    assertThat(request.stop()).containsExactly("END", "STOP");
    assertThat(request.reasoning()).isEqualTo("high");
  }

  @Test
  void whatIsNotAskedIsUnknown() {
    for (Object none : Arrays.asList(null, Map.of(), Optional.empty(), "text", new Talk(1, 2))) {
      GenAiRequest request = settings(none);

      assertThat(request.maxTokens()).isEqualTo(-1);
      assertThat(request.temperature()).isNaN();
      assertThat(request.topK()).isNaN();
      assertThat(request.seed()).isNull();
      assertThat(request.stop()).isNull();
      assertThat(request.reasoning()).isNull();
    }
  }

  @Test
  void whatIsOfAnotherTypeIsUnknown() {
    GenAiRequest request =
        settings(Map.of("most", "256", "heat", true, "seed", "seven", "stop", 5));

    assertThat(request.maxTokens()).isEqualTo(-1);
    assertThat(request.temperature()).isNaN();
    assertThat(request.seed()).isNull();
    assertThat(request.stop()).isNull();
  }

  @Test
  void aSingleTextAtWhichToStopIsAListOfOne() {
    assertThat(settings(Map.of("stop", "END")).stop()).containsExactly("END");
  }

  @Test
  void whatAGetterThrowsIsForTheAdvicesGuard() {
    assertThatThrownBy(() -> settings(new Broken())).hasMessage("the library's own");
  }

  @Test
  void messagesAreSaidByWhomTheyNameOrTheUser() {
    assertThat(
            saidBy(
                new Talk(
                    "be brief",
                    Arrays.asList(
                        new SystemMessage("be kind", true),
                        new Message("assistant", "tea?", null),
                        new Message(null, List.of("yes", ", please"), null),
                        new Message("tool", "2 cups", "c-1"),
                        new Message("user", null, null),
                        null))))
        .containsExactly(
            "instructions: be brief",
            "instructions: be kind",
            "assistant: tea?",
            "user: yes, please",
            "result c-1: 2 cups");
  }

  @Test
  void aRequestWithoutMessagesHasAPromptOrIsOne() {
    assertThat(saidBy(new Asked("m", List.of("tea", "?")))).containsExactly("user: tea?");
    assertThat(saidBy("tea?")).containsExactly("user: tea?");
    assertThat(saidBy(new Asked("m", null))).isEmpty();
    assertThat(saidBy(new Talk(null, "no list"))).isEmpty();
  }
}
