// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the JSON of a model's answer tells that the library leaves to the application, whole or
 * chunk by chunk, in the words of each vendor:
 *
 * <pre>
 *            model  id                  tokens                              why it ended
 * OpenAI     model  id                  usage.prompt_tokens                 finish_reason
 * Anthropic  model  id                  usage.input_tokens beside cached    stop_reason
 * Nova       –      –                   usage.inputTokens beside cached     stopReason
 * Titan      –      –                   inputTextTokenCount, tokenCount     completionReason
 * Llama      –      –                   prompt_token_count                  stop_reason
 * Mistral    model  id                  usage.prompt_tokens, if any         stop_reason
 * Cohere     –      (generation_|response_)id  none                         finish_reason
 * Sonic      –      –                   usageEvent.totalInputTokens …       stopReason of each turn
 * </pre>
 *
 * Of a stream of Bedrock the last chunk has its own {@code amazon-bedrock-invocationMetrics}, which
 * counts where the vendor did not tell. Nova Sonic speaks both ways; what it has heard is said by
 * the user. One for each call; the library gives one chunk after the other.
 */
public final class AnswerBody implements JsonFields.Listener {
  /** Beyond what any model writes; images are longer, and tell nothing. */
  private static final int MAX_BYTES = 1 << 20;

  /** What a field says, whatever it is called; those that count tokens first. */
  private enum Says {
    INPUT("prompt_tokens", "inputTextTokenCount", "prompt_token_count", "totalInputTokens"),
    BESIDE_CACHE("input_tokens", "inputTokens", "inputTokenCount"),
    OUTPUT(
        "output_tokens",
        "outputTokens",
        "outputTokenCount",
        "completion_tokens",
        "totalOutputTextTokenCount",
        "generation_token_count",
        "totalOutputTokens"),
    PART_OF_OUTPUT("tokenCount"),
    READ(
        "cache_read_input_tokens",
        "cacheReadInputTokenCount",
        "cacheReadInputTokens",
        "cached_tokens"),
    WRITTEN("cache_creation_input_tokens", "cacheWriteInputTokenCount", "cacheWriteInputTokens"),
    HOUR_WRITTEN("ephemeral_1h_input_tokens"),
    REASONING("reasoning_tokens"),
    /** Has the same name as that of the output, in an object {@code input}. */
    AUDIO_INPUT,
    AUDIO_OUTPUT("speechTokens"),
    ID("id", "generation_id", "response_id"),
    MODEL("model"),
    REASON("stop_reason", "stopReason", "completionReason", "finish_reason"),
    TEXT("text", "outputText", "generation", "content"),
    ROLE("role");

    private final List<String> names;

    Says(String... names) {
      this.names = List.of(names);
    }
  }

  private static final String METRICS = "amazon-bedrock-invocationMetrics";
  private static final String HEARD_OR_SPOKEN = "textOutput";
  private static final String AUDIO = "audioOutput";

  /** What has one of these fields in it, or is a tool's. */
  private static final String PLACES =
      METRICS
          + " message output delta results outputs choices generations messageStop"
          + " contentBlockDelta contentBlockStart start content_block toolUse tool_calls function"
          + " toolUseId name input arguments parameters partial_json metadata usage cache_creation"
          + " prompt_tokens_details completion_tokens_details event textOutput audioOutput toolName"
          + " completionEnd usageEvent details total";

  private static final Map<String, Says> MEANINGS = new HashMap<>();
  private static final JsonFields FIELDS;

  static {
    for (Says meaning : Says.values()) {
      meaning.names.forEach(name -> MEANINGS.put(name, meaning));
    }
    Set<String> known = new HashSet<>(MEANINGS.keySet());
    known.addAll(List.of(PLACES.split(" ")));
    FIELDS = new JsonFields(known, AskedTool.ARGUMENTS);
  }

  private final GenAiOperation operation;
  private final @Nullable GenAiContent said;
  private final AskedTool tool = new AskedTool();
  private final JsonFields fields = FIELDS.another();

  /** By what they say, of one body; -1 where it does not tell. */
  private final long[] tokens = new long[Says.AUDIO_OUTPUT.ordinal() + 1];

  private boolean toldInput;
  private boolean toldOutput;
  private @Nullable String id;
  private @Nullable String model;

  /** Tokens of audio in all; what is new of them is told beside. */
  private long heard;

  private long spoken;

  /** Of {@link #HEARD_OR_SPOKEN}. */
  private @Nullable String text;

  private @Nullable String role;

  /** Whether only Bedrock counts, and no vendor. */
  private boolean ofBedrock;

  public AnswerBody(GenAiOperation operation) {
    this.operation = operation;
    this.said = operation.content();
  }

  /**
   * The whole.
   *
   * @param header of the answer, by its name, or null; those of Bedrock count where the body does
   *     not tell
   */
  public void tell(byte[] body, UnaryOperator<@Nullable String> header) {
    tell(body);
    long input = toldInput ? -1 : number(header.apply("x-amzn-bedrock-input-token-count"));
    long output = toldOutput ? -1 : number(header.apply("x-amzn-bedrock-output-token-count"));
    if (input >= 0 || output >= 0) {
      operation.usage(GenAiUsage.of(input, output));
    }
  }

  private static long number(@Nullable String told) {
    try {
      return told == null ? -1 : Long.parseLong(told);
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }

  /** The whole, or a chunk. */
  public void tell(byte[] body) {
    Arrays.fill(tokens, -1);
    id = null;
    model = null;
    heard = -1;
    spoken = -1;
    ofBedrock = false;
    fields.read(body, MAX_BYTES, this);
    if (id != null || model != null) {
      operation.response(id, model);
    }
    long input = ofBedrock && toldInput ? -1 : input();
    long output = ofBedrock && toldOutput ? -1 : output();
    if (input >= 0 || output >= 0) {
      tellUsage(input, output);
    }
  }

  private long of(Says meaning) {
    return tokens[meaning.ordinal()];
  }

  private void tellUsage(long input, long output) {
    toldInput |= input >= 0;
    toldOutput |= output >= 0;
    long read = of(Says.READ);
    long written = of(Says.WRITTEN);
    GenAiUsage usage =
        of(Says.BESIDE_CACHE) >= 0
            ? GenAiUsage.besideCache(input, output, read, written)
            : GenAiUsage.of(input, output).cached(read, written);
    long hour = of(Says.HOUR_WRITTEN);
    long reasoning = of(Says.REASONING);
    usage = hour > 0 ? usage.hourWrite(hour) : usage;
    usage = heard > 0 || spoken > 0 ? usage.audio(heard, spoken) : usage;
    operation.usage(reasoning >= 0 ? usage.reasoning(reasoning) : usage);
  }

  /** Audio is long, and a chunk of it tells nothing else. */
  @Override
  public boolean isEnough(String name) {
    return name.equals(AUDIO);
  }

  @Override
  public void ended(String name) {
    if (name.equals("delta")) {
      tokens[Says.AUDIO_INPUT.ordinal()] = -1;
      tokens[Says.AUDIO_OUTPUT.ordinal()] = -1;
    } else if (name.equals("total")) {
      heard = of(Says.AUDIO_INPUT);
      spoken = of(Says.AUDIO_OUTPUT);
    }
    if (said == null) {
      return;
    }
    tool.ended(name, said);
    if (name.equals(HEARD_OR_SPOKEN)) {
      if ("USER".equals(role)) {
        said.input("user", text);
      } else {
        said.output(text);
      }
      text = null;
      role = null;
    }
  }

  @Override
  public void field(String parent, String name, JsonFields at) {
    if (said != null) {
      tool.field(parent, name, at);
    }
    Says meaning = MEANINGS.get(name);
    if (meaning == null) {
      return;
    }
    if (at.isText()) {
      told(parent, meaning, at);
    } else if (meaning == Says.AUDIO_OUTPUT && parent.equals("input")) {
      count(parent, Says.AUDIO_INPUT, at.number());
    } else if (meaning.compareTo(Says.AUDIO_OUTPUT) <= 0) {
      count(parent, meaning, at.number());
    }
  }

  private void count(String parent, Says meaning, long number) {
    int i = meaning.ordinal();
    boolean ofMetrics = parent.equals(METRICS);
    if (ofMetrics) {
      ofBedrock |= input() < 0 && output() < 0;
    }
    boolean known =
        meaning == Says.BESIDE_CACHE
            ? input() >= 0
            : (meaning == Says.OUTPUT ? output() : tokens[i]) >= 0;
    if (meaning == Says.PART_OF_OUTPUT) {
      tokens[i] = Math.max(0, tokens[i]) + Math.max(0, number);
    } else if (!ofMetrics || !known) {
      tokens[i] = number;
    }
  }

  private long input() {
    return of(of(Says.BESIDE_CACHE) >= 0 ? Says.BESIDE_CACHE : Says.INPUT);
  }

  private long output() {
    return of(of(Says.OUTPUT) >= 0 ? Says.OUTPUT : Says.PART_OF_OUTPUT);
  }

  private void told(String parent, Says meaning, JsonFields at) {
    switch (meaning) {
      case ID -> {
        if ((parent.isEmpty() || parent.equals("message")) && !operation.isNamed()) {
          id = at.text();
        }
      }
      case MODEL -> model = operation.isNamed() ? null : at.text();
      case REASON -> operation.finishReason(parent.equals("completionEnd") ? 0 : -1, at.text());
      case ROLE, TEXT -> {
        if (said != null) {
          tellSaid(said, parent, meaning, at);
        }
      }
      default -> {}
    }
  }

  private void tellSaid(GenAiContent said, String parent, Says meaning, JsonFields at) {
    if (parent.equals(HEARD_OR_SPOKEN)) {
      text = meaning == Says.TEXT ? at.text() : text;
      role = meaning == Says.ROLE ? at.text() : role;
    } else if (meaning == Says.TEXT && !parent.equals(AskedTool.OF_NOVA)) {
      said.output(at.text());
    }
  }
}
