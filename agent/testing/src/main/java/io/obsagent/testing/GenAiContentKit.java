// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static io.obsagent.testing.ScriptedServer.json;
import static io.obsagent.testing.ScriptedServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.ScriptedServer.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link GenAiKit} about what is said. Each question is {@link #QUESTION}, each whole
 * answer "Tea.", and each tool that is asked for is {@code kettle}, for one litre.
 */
public abstract class GenAiContentKit extends GenAiStreamKit {
  private static final String INPUT_MESSAGES = "gen_ai.input.messages";
  private static final String OUTPUT_MESSAGES = "gen_ai.output.messages";
  private static final String FINISH_REASONS = "gen_ai.response.finish_reasons";
  private static final String ANSWER = "Tea.";
  private static final String ARGUMENT = "litres";
  private static final String SECRETS =
      "sk-abcdefgh12345678 4111 1111 1111 1111 mia@shop.example"
          + " eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln Tea.";
  private static final String SAFE =
      "[redacted key] [redacted card] [redacted e-mail] [redacted token] Tea.";
  private static final int MANY = 40;

  /**
   * Chunks of an answer that asks for a tool, the arguments in parts where the format has such.
   * Null where the library tells nobody of tools in streams.
   */
  protected abstract @Nullable String toolCallStream();

  /** All that {@link #wire}'s stream says. */
  protected String streamedText() {
    return ANSWER;
  }

  /**
   * A whole answer that has no choices, as one that a filter has emptied, with the usual tokens,
   * and a chunk without any; null where the format always has one.
   */
  protected @Nullable Choiceless withoutChoices() {
    return null;
  }

  /** What {@link #withoutChoices} are. */
  public record Choiceless(String answer, String chunk) {}

  /** The id of the call of a tool; null where the format has none. */
  protected @Nullable String toolCallId() {
    return "t-1";
  }

  @AfterEach
  void nothingIsKeptAfterwards() {
    Recorded.keepContent(Map.of());
  }

  private static void keep(String... more) {
    Map<String, String> options = new HashMap<>(Map.of("ai.content", "attributes"));
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    Recorded.keepContent(options);
  }

  private RecordedSpan asked(String test, String answer) throws Exception {
    String model = model(test);
    against(json(200, "", answer), client -> client.ask(model));
    return awaitSpan(model);
  }

  private RecordedSpan streamed(String test, String chunks) throws Exception {
    String model = model(test);
    Answer answer = stream(streamType(), chunks);
    against(answer, client -> readWhatever(client, model));
    return awaitSpan(model);
  }

  private static String text(String role, String text) {
    return "[{\"role\":\""
        + role
        + "\",\"parts\":[{\"type\":\"text\",\"content\":\""
        + text
        + "\"}]}]";
  }

  /** Whether the library, as old as it is, knows that a model asks for tools. */
  protected boolean tellsTools() {
    return true;
  }

  /** However the library lays out the JSON of the arguments. */
  private void assertAsksForTheTool(RecordedSpan span) {
    String id = toolCallId() == null ? "" : "\"id\":\"" + toolCallId() + "\",";
    String said = String.valueOf(span.attribute(OUTPUT_MESSAGES));
    assertThat(said.replace(" ", "").replace("\\n", ""))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\","
                + id
                + "\"name\":\"kettle\",\"arguments\":\"{\\\"litres\\\":1}\"}]}]");
  }

  private static void assertSaysNothing(RecordedSpan span) {
    assertThat(span.attributes())
        .doesNotContainKeys(INPUT_MESSAGES, OUTPUT_MESSAGES, "gen_ai.system_instructions");
    assertThat(span.toString()).doesNotContain(QUESTION).doesNotContain(ANSWER);
  }

  @Test
  void whatIsSaidIsNotKeptUnlessItIsAskedFor() throws Exception {
    assertSaysNothing(asked("mute", wire().answer()));
    assertSaysNothing(streamed("mute-stream", chunks()));
    RecordedSpan tool = asked("mute-tool", wire().toolCall());
    assertSaysNothing(tool);
    assertThat(tool.toString()).doesNotContain(ARGUMENT);
  }

  @Test
  void whatIsSaidIsKeptWhereItIsAskedFor() throws Exception {
    keep();
    RecordedSpan span = asked("said", wire().answer());
    assertThat(span.attribute(INPUT_MESSAGES)).isEqualTo(text("user", QUESTION));
    assertThat(span.attribute(OUTPUT_MESSAGES)).isEqualTo(text("assistant", ANSWER));
  }

  @Test
  void whatAStreamSaysIsOneMessage() throws Exception {
    keep();
    RecordedSpan span = streamed("said-stream", chunks());
    assertThat(span.attribute(INPUT_MESSAGES)).isEqualTo(text("user", QUESTION));
    assertThat(span.attribute(OUTPUT_MESSAGES)).isEqualTo(text("assistant", streamedText()));
  }

  @Test
  void anAnswerWithoutChoicesSaysNothingAndHasNoReason() throws Exception {
    assumeTrue(withoutChoices() != null, "the format always has one");
    keep();
    RecordedSpan span = asked("choiceless", withoutChoices().answer());
    assertThat(span.status()).isEqualTo("UNSET");
    assertThat(span.attributes())
        .containsEntry("gen_ai.usage.input_tokens", INPUT)
        .doesNotContainKeys(FINISH_REASONS, OUTPUT_MESSAGES);
  }

  @Test
  void aChunkWithoutChoicesLeavesWhatOthersSay() throws Exception {
    assumeTrue(withoutChoices() != null, "the format always has one");
    keep();
    String none = withoutChoices().chunk();
    RecordedSpan span =
        streamed("choiceless-chunk", wire().firstChunk() + none + wire().lastChunks());
    assertThat(span.attribute(FINISH_REASONS)).isEqualTo(List.of(wire().finishReason()));
    assertThat(span.attribute(OUTPUT_MESSAGES)).isEqualTo(text("assistant", streamedText()));
  }

  @Test
  void aCallOfAToolIsKeptWithItsArguments() throws Exception {
    assumeTrue(tellsTools(), "the library knows of no tools yet");
    keep();
    assertAsksForTheTool(asked("said-tool", wire().toolCall()));
  }

  @Test
  void aCallOfAToolInAStreamIsKeptWithItsArguments() throws Exception {
    assumeTrue(tellsTools() && toolCallStream() != null, "the library's streams tell of no tools");
    keep();
    assertAsksForTheTool(streamed("said-tool-stream", toolCallStream()));
  }

  @Test
  void whatIsKeptIsCut() throws Exception {
    keep("ai.content-max-chars", "64");
    RecordedSpan span = asked("cut-text", wire().answer().replace(ANSWER, "x".repeat(20_000)));
    assertThat(span.attribute(OUTPUT_MESSAGES)).isEqualTo(text("assistant", "x".repeat(64)));
    if (!tellsTools()) {
      return;
    }
    RecordedSpan tool = asked("cut-tool", wire().toolCall().replace(ARGUMENT, "x".repeat(20_000)));
    assertThat((String) tool.attribute(OUTPUT_MESSAGES)).contains("xxx").hasSizeLessThan(200);
  }

  @Test
  void whatIsKeptHasNoSecrets() throws Exception {
    keep();
    RecordedSpan span = asked("safe-text", wire().answer().replace(ANSWER, SECRETS));
    assertThat(span.attribute(OUTPUT_MESSAGES)).isEqualTo(text("assistant", SAFE));
    if (!tellsTools()) {
      return;
    }
    RecordedSpan tool =
        asked("safe-arguments", wire().toolCall().replace(ARGUMENT, "sk-abcdefgh12345678"));
    assertThat((String) tool.attribute(OUTPUT_MESSAGES))
        .contains("[redacted key]")
        .doesNotContain("abcdefgh");
  }

  @Test
  void ofWhatShareOfCallsItIsKeptIsAnOptionOfItsOwn() throws Exception {
    keep("ai.content-ratio", "0.5");
    String model = model("sampled");
    try (ScriptedServer server = ScriptedServer.always(json(200, "", wire().answer()));
        Client client = connect(server.url(), 0)) {
      for (int i = 0; i < MANY; i++) {
        client.ask(model);
      }
    }
    Recorded.await(
        () -> spansOf(model).size() >= MANY, () -> spansOf(model).size() + " spans of " + MANY);
    long kept =
        spansOf(model).stream().filter(span -> span.attribute(OUTPUT_MESSAGES) != null).count();
    assertThat(kept).isBetween(5L, MANY - 5L);
  }
}
