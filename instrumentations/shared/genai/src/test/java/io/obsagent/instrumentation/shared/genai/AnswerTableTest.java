// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.instrumentation.shared.genai.AnswerTable.Tells;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerTableTest {
  /** An answer, of which a chunk has some. */
  public record Answer(
      @Nullable Object id,
      @Nullable Object model,
      @Nullable Object tier,
      @Nullable Object choices,
      @Nullable Object usage) {}

  /** One of an answer's choices. */
  public record Choice(@Nullable Object index, @Nullable Object reason, @Nullable Object message) {}

  /** What a choice says. */
  public record Message(@Nullable Object text, @Nullable Object calls) {}

  /** A call of a tool that it asks for. */
  public record Call(@Nullable Object callId, @Nullable Object name, @Nullable Object arguments) {}

  /** Of one version; another one has no details. */
  public record Usage(@Nullable Object input, @Nullable Object output, @Nullable Object details) {}

  /** Parts of the input. */
  public record Details(@Nullable Object read, @Nullable Object audio) {}

  /** An answer that tells its message itself, as it does its call of a tool. */
  public record Flat(String text, String name, Map<String, Object> arguments) {}

  /** As a library's that finds what is said not as documented. */
  public static final class BrokenMessage {
    public String text() {
      throw new IllegalStateException("the library's own");
    }
  }

  private static final AnswerTable TABLE =
      new AnswerTable()
          .tells(Tells.ID, "id")
          .tells(Tells.MODEL, "model")
          .tells(Tells.TIER, "tier")
          .tells(Tells.CHOICES, "choices")
          .tells(Tells.INDEX, "index")
          .tells(Tells.REASON, "reason")
          .tells(Tells.MESSAGE, "message")
          .tells(Tells.TEXT, "text")
          .tells(Tells.CALLS, "calls")
          .tells(Tells.CALL_ID, "callId")
          .tells(Tells.NAME, "name")
          .tells(Tells.ARGUMENTS, "arguments")
          .tells(Tells.USAGE, "usage")
          .tells(Tells.INPUT, "input")
          .tells(Tells.OUTPUT, "output")
          .tells(Tells.READ, "details.read")
          .tells(Tells.AUDIO_INPUT, "details.audio");

  private final FakeOperation operation = new FakeOperation();
  private final FakeContent content = new FakeContent();

  private List<String> toldOf(AnswerTable table, Object answer) {
    table.tell(operation, answer);
    return operation.told;
  }

  private List<String> saidOf(Object answer) {
    operation.content = content;
    TABLE.tell(operation, answer);
    return content.said;
  }

  private static Answer saying(Object message) {
    return new Answer(null, null, null, List.of(new Choice(0, null, message)), null);
  }

  private static Answer using(Object usage) {
    return new Answer(null, null, null, null, usage);
  }

  @Test
  void aWholeAnswerIsTold() {
    Usage usage = new Usage(30, 20L, new Details(10, 4));
    List<Choice> choices = List.of(new Choice(0, "stop", null), new Choice(1, "length", null));

    assertThat(toldOf(TABLE, new Answer("id-1", "model-1", "flex", choices, usage)))
        .containsExactly(
            "id-1 model-1",
            "tier flex",
            new GenAiUsage(30, 20, 10, -1, -1).audio(4, -1).toString(),
            "0 stop",
            "1 length");
  }

  @Test
  void whatAStreamHasToldOfItselfIsNotToldAgain() {
    TABLE.tell(operation, new Answer("", "", null, null, null));
    TABLE.tell(operation, new Answer("id-1", "model-1", "flex", null, null));
    TABLE.tell(operation, new Answer("id-1", "model-1", "flex", null, new Usage(3, 2, null)));

    assertThat(operation.told)
        .containsExactly("id-1 model-1", "tier flex", GenAiUsage.of(3, 2).toString());
  }

  @Test
  void aChunkThatTellsNothingTellsNothing() {
    assertThat(toldOf(TABLE, new Answer(null, null, null, null, null))).isEmpty();
    assertThat(toldOf(TABLE, new Answer("", "", "", List.of(), null))).isEmpty();
    assertThat(toldOf(TABLE, using(new Usage(null, null, null)))).isEmpty();
  }

  @Test
  void whatOneVersionLacksIsNotTold() {
    AnswerTable newer = new AnswerTable().tells(Tells.ID, "newId").tells(Tells.USAGE, "newUsage");
    assertThat(toldOf(newer, new Answer("id-1", "m", null, null, new Usage(1, 2, null)))).isEmpty();
  }

  @Test
  void whatATableDoesNotNameIsNotTold() {
    assertThat(toldOf(new AnswerTable(), new Answer("id-1", "m", "t", null, "u"))).isEmpty();
  }

  @Test
  void whatIsOfAnotherTypeIsNotTold() {
    assertThat(toldOf(TABLE, using("thirty"))).isEmpty();
    assertThat(toldOf(TABLE, using(new Usage("30", List.of(20), "details")))).isEmpty();
    assertThat(toldOf(TABLE, new Answer(null, null, null, "choices", null))).isEmpty();
  }

  @Test
  void anOptionalIsWhatItHolds() {
    assertThat(
            toldOf(
                TABLE,
                new Answer(
                    Optional.of("id-1"),
                    Optional.empty(),
                    Optional.of("flex"),
                    Optional.of(List.of(new Choice(Optional.of(1), Optional.of("stop"), null))),
                    Optional.of(new Usage(Optional.of(3), Optional.empty(), Optional.empty())))))
        .containsExactly("id-1 null", "tier flex", GenAiUsage.of(3, -1).toString(), "1 stop");
  }

  @Test
  void aChoiceMayBeNull() {
    Answer answer =
        new Answer(null, null, null, Arrays.asList(null, new Choice(null, "stop", null)), null);
    assertThat(toldOf(TABLE, answer)).containsExactly("stop");
  }

  @Test
  void anAnswerWithoutChoicesIsTheOnlyOne() {
    AnswerTable table = new AnswerTable().tells(Tells.REASON, "reason");
    assertThat(toldOf(table, new Choice(0, "stop", null))).containsExactly("stop");
  }

  @Test
  void tokensThatAreToldApartAreAdded() {
    AnswerTable table =
        new AnswerTable()
            .tells(Tells.USAGE, answer -> answer)
            .tells(Tells.INPUT, "input")
            .tells(Tells.MORE_INPUT, "details.read")
            .tells(Tells.OUTPUT, "output")
            .tells(Tells.MORE_OUTPUT, "details.audio");
    assertThat(toldOf(table, new Usage(30, 20, new Details(10, 4))))
        .containsExactly(GenAiUsage.of(40, 24).toString());
    operation.told.clear();
    assertThat(toldOf(table, new Usage(30, null, new Details(null, 4))))
        .containsExactly(GenAiUsage.of(30, 4).toString());
  }

  @Test
  void tokensBesideTheCachedOnesAreAddedToThem() {
    AnswerTable table =
        new AnswerTable()
            .tells(Tells.USAGE, answer -> answer)
            .tells(Tells.BESIDE_CACHE, "input")
            .tells(Tells.OUTPUT, "output")
            .tells(Tells.READ, "details.read")
            .tells(Tells.WRITTEN, "details.audio");
    assertThat(toldOf(table, new Usage(5, 2, new Details(20, 3))))
        .containsExactly(new GenAiUsage(28, 2, 20, 3, -1).toString());
  }

  @Test
  void noAudioIsNotTold() {
    assertThat(toldOf(TABLE, using(new Usage(3, 2, new Details(0, 0)))))
        .containsExactly(new GenAiUsage(3, 2, 0, -1, -1).toString());
  }

  @Test
  void aProvidersOwnFigureIsTheCost() {
    AnswerTable table =
        new AnswerTable()
            .tells(Tells.USAGE, answer -> answer)
            .tells(Tells.INPUT, "input")
            .tells(Tells.COST, "details.read");
    assertThat(toldOf(table, new Usage(3, null, new Details(0.25f, null))))
        .containsExactly(GenAiUsage.of(3, -1).toString(), "cost 0.25");
  }

  @Test
  void aMessageAndItsCallsOfToolsAreSaid() {
    Message message =
        new Message(
            List.of("tea", " please"),
            List.of(new Call("c-1", "brew", "{\"cups\":2}"), new Call(null, "pour", null)));
    assertThat(saidOf(saying(message)))
        .containsExactly(
            "answer: tea please", "call c-1 brew: {\"cups\":2}", "call null pour: null");
  }

  @Test
  void argumentsThatALibraryHasParsedAreJsonAgain() {
    assertThat(saidOf(new Flat("tea", "brew", Map.of("cups", List.of(1, 2)))))
        .containsExactly("answer: tea", "call null brew: {\"cups\":[1,2]}");
  }

  @Test
  void whatIsNoCallOfAToolIsNone() {
    assertThat(saidOf(saying(new Message("tea", List.of("image", 5)))))
        .containsExactly("answer: tea");
    assertThat(saidOf(saying(new Message(null, Optional.empty())))).containsExactly("answer: tea");
  }

  @Test
  void argumentsHaveAnEnd() {
    List<Object> arguments = Collections.nCopies(100_000, "sugar");
    String call = saidOf(saying(new Message(null, new Call("c", "brew", arguments)))).get(0);
    assertThat(call).startsWith("call c brew: [\"sugar\",").hasSizeLessThan(71_000);
  }

  @Test
  void textsHaveAnEnd() {
    Object text = Collections.nCopies(100_000, "sugar");
    assertThat(saidOf(saying(new Message(text, null))).get(0))
        .startsWith("answer: sugarsugar")
        .hasSizeLessThan(71_000);
  }

  @Test
  void whereNobodyWantsToSeeItWhatIsSaidIsNotRead() {
    assertThat(toldOf(TABLE, saying(new BrokenMessage()))).isEmpty();
  }

  @Test
  void whatAGetterThrowsCostsNoTokens() {
    operation.content = content;
    Answer answer =
        new Answer(
            "id-1",
            "model-1",
            null,
            List.of(new Choice(0, "stop", new BrokenMessage())),
            new Usage(3, 2, null));

    assertThatThrownBy(() -> TABLE.tell(operation, answer)).hasMessage("the library's own");
    assertThat(operation.told)
        .containsExactly("id-1 model-1", GenAiUsage.of(3, 2).toString(), "0 stop");
  }

  @Test
  void whatAGetterThrowsTheApplicationDoesNotGet() {
    operation.content = content;
    new AnswerReader<Object>(Guard.of(getClass()), TABLE::tell)
        .end(operation, saying(new BrokenMessage()));

    assertThat(operation.ended()).isTrue();
    assertThat(operation.error).isNull();
  }
}
