// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, by the getters that a library has for it: the counterpart of {@link
 * AnswerTable}. Thread-safe once it is written.
 */
public final class RequestTable {
  /** What can be asked for, and of what the getters are. */
  public enum Asks {
    /** All of these are of a request. */
    MODEL,
    MAX_TOKENS,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    FREQUENCY_PENALTY,
    PRESENCE_PENALTY,
    CHOICES,
    SEED,
    STOP,
    REASONING,
    TIER,
    CONVERSATION,
    PREVIOUS_RESPONSE,
    /** What is said: instructions beside the messages, and messages or a prompt. */
    INSTRUCTIONS,
    MESSAGES,
    PROMPT,
    /** Of a message: something, where it is told as instructions. */
    INSTRUCTS,
    /** Of a message: who speaks; without, it is the user. */
    ROLE,
    /** Of a message: its text, in whatever holds it. */
    TEXT,
    /** Of a message: the call of a tool that it answers. */
    CALL_ID
  }

  private static final String USER = "user";

  private final GetterTable<Asks> getters;

  /** Of a library that holds values as they are, or in an {@code Optional}. */
  public RequestTable() {
    this(PlainValue::held);
  }

  /**
   * @param plain makes a plain value of what a getter gives; null for what holds none
   */
  public RequestTable(Getter plain) {
    this.getters = new GetterTable<>(Asks.class, plain);
  }

  /**
   * @param ways as {@link GetterPath} has them
   */
  public RequestTable asks(Asks what, String... ways) {
    getters.put(what, ways);
    return this;
  }

  /** The same of what getters alone do not lead to. */
  public RequestTable asks(Asks what, Getter way) {
    getters.put(what, way);
    return this;
  }

  /** Which model is asked. */
  public @Nullable String model(@Nullable Object asked) {
    return getters.text(Asks.MODEL, asked);
  }

  /** The request with what is asked of the model. */
  public GenAiRequest settings(GenAiRequest request, @Nullable Object asked) {
    return request
        .maxTokens(getters.count(Asks.MAX_TOKENS, asked))
        .temperature(getters.number(Asks.TEMPERATURE, asked))
        .topP(getters.number(Asks.TOP_P, asked))
        .topK(getters.number(Asks.TOP_K, asked))
        .frequencyPenalty(getters.number(Asks.FREQUENCY_PENALTY, asked))
        .presencePenalty(getters.number(Asks.PRESENCE_PENALTY, asked))
        .choices(getters.count(Asks.CHOICES, asked))
        .seed(getters.of(Asks.SEED, asked) instanceof Number seed ? (Long) seed.longValue() : null)
        .stop(getters.texts(Asks.STOP, asked))
        .reasoning(getters.text(Asks.REASONING, asked))
        .tier(getters.text(Asks.TIER, asked))
        .conversation(getters.text(Asks.CONVERSATION, asked))
        .previousResponse(getters.text(Asks.PREVIOUS_RESPONSE, asked));
  }

  /** Tells what the request says, to who opted in to seeing it; one that is a text is a prompt. */
  public void tellSaid(GenAiContent said, @Nullable Object asked) {
    said.instructions(SpokenText.of(getters.of(Asks.INSTRUCTIONS, asked)));
    if (getters.of(Asks.MESSAGES, asked) instanceof List<?> messages) {
      for (Object message : messages) {
        tellMessage(said, message);
      }
    } else {
      Object prompt = asked instanceof String ? asked : getters.of(Asks.PROMPT, asked);
      said.input(USER, SpokenText.of(prompt));
    }
  }

  private void tellMessage(GenAiContent said, Object message) {
    String text = SpokenText.of(getters.of(Asks.TEXT, message));
    String answered = getters.text(Asks.CALL_ID, message);
    if (getters.of(Asks.INSTRUCTS, message) != null) {
      said.instructions(text);
    } else if (answered != null) {
      said.toolResult(answered, text);
    } else {
      String role = getters.text(Asks.ROLE, message);
      said.input(role == null ? USER : role, text);
    }
  }
}
