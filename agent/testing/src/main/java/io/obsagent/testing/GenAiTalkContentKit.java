// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The part of {@link GenAiTalkKit} about what is said. */
public abstract class GenAiTalkContentKit extends GenAiTalks {
  private static final String SAID = "gen_ai.output.messages";
  private static final int MANY = 40;

  @AfterEach
  void nothingIsKeptAfterwards() {
    Recorded.keepContent(Map.of());
  }

  private static String message(String role, String text) {
    return "[{\"role\":\""
        + role
        + "\",\"parts\":[{\"type\":\"text\",\"content\":\""
        + text
        + "\"}]}]";
  }

  @Test
  void whatIsSaidIsKeptOnlyWhereItIsAskedFor() throws Exception {
    assertThat(turn("mute", QUESTION).toString()).doesNotContain(QUESTION).doesNotContain(answer());
    Recorded.keepContent(Map.of("ai.content", "attributes"));
    RecordedSpan turn = turn("said", QUESTION);
    if (tellsQuestions()) {
      assertThat(turn.attribute("gen_ai.input.messages")).isEqualTo(message("user", QUESTION));
    }
    assertThat(turn.attribute("gen_ai.output.messages")).isEqualTo(message("assistant", answer()));
  }

  @Test
  void whatIsKeptHasNoKeys() throws Exception {
    Recorded.keepContent(Map.of("ai.content", "attributes"));
    RecordedSpan turn = turn("safe", SECRET + " " + KEY);
    assertThat(turn.attribute("gen_ai.output.messages")).asString().contains("[redacted key]");
    assertThat(turn.toString()).doesNotContain(KEY);
  }

  @Test
  void aCallOfAToolIsKeptWithItsArguments() throws Exception {
    assertThat(turn("mute-tool", TOOL).toString()).doesNotContain("litres");
    Recorded.keepContent(Map.of("ai.content", "attributes"));
    assertThat(turn("tool", TOOL).attribute(SAID))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"t-1\","
                + "\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}]}]");
  }

  @Test
  void whatIsKeptIsCut() throws Exception {
    Recorded.keepContent(Map.of("ai.content", "attributes", "ai.content-max-chars", "64"));
    assertThat(turn("cut-text", LONG).attribute(SAID))
        .isEqualTo(message("assistant", "x".repeat(64)));
  }

  @Test
  void ofWhatShareOfTurnsItIsKeptIsAnOptionOfItsOwn() throws Exception {
    Recorded.keepContent(Map.of("ai.content", "attributes", "ai.content-ratio", "0.5"));
    String model = model("sampled");
    talking(
        client -> {
          try (Talk talk = client.talk(model)) {
            for (int i = 0; i < MANY; i++) {
              talk.say(QUESTION);
              talk.hear();
            }
          }
        });
    List<RecordedSpan> turns = turns(model, MANY);
    assertThat(turns.stream().filter(turn -> turn.attribute(SAID) != null).count())
        .isBetween(5L, MANY - 5L);
  }
}
