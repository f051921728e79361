// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.List;

/**
 * What an answer or a chunk tells, by the getters that a library has for it. Providers tell the
 * same things; a module says how they are called:
 *
 * <pre>
 * new AnswerTable()
 *     .tells(Tells.ID, "getId")
 *     .tells(Tells.CHOICES, "getChoices")
 *     .tells(Tells.REASON, "getFinishReason")
 *     .tells(Tells.USAGE, "getUsage")
 *     .tells(Tells.INPUT, "getPromptTokens")
 *     .tells(Tells.READ, "getPromptTokensDetails.getCachedTokens")
 * </pre>
 *
 * The same table reads answers, chunks and events of a library, and all of its versions: what one
 * of them does not have is not told. Thread-safe once it is written.
 */
public final class AnswerTable {
  /** What can be told, and of what the getters are. */
  public enum Tells {
    /** Of an answer: its own name, and the model's. */
    ID,
    MODEL,
    /** Of an answer: the tier that has served it. */
    TIER,
    /** Of an answer: how the whole of it ended. */
    STATUS,
    /** Of an answer: what each have a reason and a message; without, the answer is the only one. */
    CHOICES,
    /** Of a choice: why it ended. */
    REASON,
    /** Of a choice: which one it is, where a stream tells the reason of one more than once. */
    INDEX,
    /** Of a choice: what speaks; without, the choice does. */
    MESSAGE,
    /** Of what speaks: its text, in whatever holds it. */
    TEXT,
    /** Of what speaks: one call of a tool, or a list; without, it is one itself. */
    CALLS,
    /** Of a call of a tool. */
    CALL_ID,
    NAME,
    ARGUMENTS,
    /** Of an answer: what the tokens are counted in; all below are its own. */
    USAGE,
    /** All of the input. */
    INPUT,
    /** What is told of the input beside {@link #INPUT}. */
    MORE_INPUT,
    /** The input where {@link #READ} and {@link #WRITTEN} are told beside it. */
    BESIDE_CACHE,
    /** All of the output. */
    OUTPUT,
    /** What is told of the output beside {@link #OUTPUT}. */
    MORE_OUTPUT,
    READ,
    WRITTEN,
    HOUR_WRITTEN,
    REASONING,
    /** Audio and images are told where there are any. */
    AUDIO_INPUT,
    AUDIO_OUTPUT,
    IMAGE_INPUT,
    IMAGE_OUTPUT,
    /** What it costs in US dollars, by the provider's own figure. */
    COST
  }

  private final Getter plain;
  private final GetterTable<Tells> getters;

  /** Of a library that holds values as they are, or in an {@code Optional}. */
  public AnswerTable() {
    this(PlainValue::held);
  }

  /**
   * @param plain makes a plain value of what a getter gives; null for what holds none
   */
  public AnswerTable(Getter plain) {
    this.plain = plain;
    this.getters = new GetterTable<>(Tells.class, plain);
  }

  /**
   * @param ways as {@link GetterPath} has them
   */
  public AnswerTable tells(Tells what, String... ways) {
    getters.put(what, ways);
    return this;
  }

  /** The same of what getters alone do not lead to. */
  public AnswerTable tells(Tells what, Getter way) {
    getters.put(what, way);
    return this;
  }

  /** Tells the operation what an answer says, or a chunk of one. */
  public void tell(GenAiOperation operation, Object answer) {
    if (!operation.isNamed()) {
      String id = getters.text(Tells.ID, answer);
      String model = getters.text(Tells.MODEL, answer);
      if (id != null || model != null) {
        operation.response(id, model);
      }
      String tier = getters.text(Tells.TIER, answer);
      if (tier != null) {
        operation.servedBy(tier);
      }
    }
    String status = getters.text(Tells.STATUS, answer);
    if (status != null) {
      operation.finishReason(status);
    }
    Object usage = getters.of(Tells.USAGE, answer);
    if (usage != null) {
      tellUsage(operation, usage);
    }
    Object choices = getters.of(Tells.CHOICES, answer);
    if (choices instanceof List<?> each) {
      for (int i = 0; i < each.size(); i++) {
        tellChoice(operation, each.get(i));
      }
    } else {
      tellChoice(operation, choices == null ? answer : choices);
    }
  }

  private void tellChoice(GenAiOperation operation, Object choice) {
    String reason = getters.text(Tells.REASON, choice);
    if (reason != null) {
      operation.finishReason((int) getters.count(Tells.INDEX, choice), reason);
    }
    GenAiContent said = operation.content();
    if (said != null) {
      Object message = getters.of(Tells.MESSAGE, choice);
      tellSaid(said, message == null ? choice : message);
    }
  }

  private void tellSaid(GenAiContent said, Object message) {
    said.output(SpokenText.of(getters.of(Tells.TEXT, message)));
    Object calls = getters.of(Tells.CALLS, message);
    if (calls instanceof List<?> all) {
      for (Object call : all) {
        tellCall(said, call);
      }
    } else {
      tellCall(said, calls == null ? message : calls);
    }
  }

  private void tellCall(GenAiContent said, Object call) {
    String name = getters.text(Tells.NAME, call);
    Object arguments = getters.of(Tells.ARGUMENTS, call);
    if (name != null || arguments != null) {
      said.toolCall(
          getters.text(Tells.CALL_ID, call),
          name,
          arguments == null || arguments instanceof String
              ? (String) arguments
              : JsonText.of(arguments, plain));
    }
  }

  private void tellUsage(GenAiOperation operation, Object usage) {
    long input = plus(count(Tells.INPUT, usage), count(Tells.MORE_INPUT, usage));
    long output = plus(count(Tells.OUTPUT, usage), count(Tells.MORE_OUTPUT, usage));
    long read = count(Tells.READ, usage);
    long written = count(Tells.WRITTEN, usage);
    long beside = count(Tells.BESIDE_CACHE, usage);
    if (beside >= 0) {
      input = beside + Math.max(0, read) + Math.max(0, written);
    }
    if (input < 0 && output < 0) {
      return;
    }
    GenAiUsage told = new GenAiUsage(input, output, read, written, count(Tells.REASONING, usage));
    long hour = count(Tells.HOUR_WRITTEN, usage);
    long heard = count(Tells.AUDIO_INPUT, usage);
    long spoken = count(Tells.AUDIO_OUTPUT, usage);
    long seen = count(Tells.IMAGE_INPUT, usage);
    long drawn = count(Tells.IMAGE_OUTPUT, usage);
    told = hour > 0 ? told.hourWrite(hour) : told;
    told = heard > 0 || spoken > 0 ? told.audio(heard, spoken) : told;
    operation.usage(seen > 0 || drawn > 0 ? told.images(seen, drawn) : told);
    double cost = getters.number(Tells.COST, usage);
    if (cost >= 0) {
      operation.cost(cost);
    }
  }

  private long count(Tells what, Object usage) {
    return getters.count(what, usage);
  }

  private static long plus(long one, long other) {
    return one < 0 ? other : other < 0 ? one : one + other;
  }
}
