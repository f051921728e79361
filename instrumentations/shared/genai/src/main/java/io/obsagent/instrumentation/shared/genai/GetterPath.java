// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that is some getters away, by the first of several ways that leads to one:
 *
 * <pre>
 * new GetterPath("getMaxCompletionTokens", "getMaxTokens")
 * new GetterPath("usage.inputTokensDetails.cachedTokens")
 * new GetterPath("promptTokensDetails|inputTokensDetails.cachedTokens")   what a class has of both
 * new GetterPath("options.num_predict")                                   a map's key
 * </pre>
 *
 * A version of a library without one of the getters has no such way. Thread-safe.
 */
public final class GetterPath implements Getter {
  private final Getter plain;
  private final NewerGetter[][] ways;

  /** Of a library that holds values as they are, or in an {@code Optional}. */
  public GetterPath(String... ways) {
    this(PlainValue::held, ways);
  }

  /**
   * @param plain makes a plain value of what a getter gives; null for what holds none
   */
  public GetterPath(Getter plain, String... ways) {
    this.plain = plain;
    this.ways = new NewerGetter[ways.length][];
    for (int i = 0; i < ways.length; i++) {
      String[] steps = ways[i].split("\\.");
      this.ways[i] = new NewerGetter[steps.length];
      for (int step = 0; step < steps.length; step++) {
        this.ways[i][step] = new NewerGetter(steps[step].split("\\|"));
      }
    }
  }

  /**
   * What a list counts of one kind, as {@code 1h} of
   *
   * <pre>
   * cacheDetails: [{ttl: "5m", inputTokens: 3}, {ttl: "1h", inputTokens: 4}]
   * </pre>
   *
   * @param list a way to it
   * @param kind of each: a way to a text
   * @param count of each: a way to a number
   * @return a Long; null where none is of the kind
   */
  public static Getter sum(String list, String kind, String word, String count) {
    GetterPath all = new GetterPath(list);
    GetterPath kinds = new GetterPath(kind);
    GetterPath counts = new GetterPath(count);
    return from -> {
      List<?> told = all.apply(from) instanceof List<?> each ? each : List.of();
      long sum = -1;
      for (int i = 0; i < told.size(); i++) {
        if (word.equals(kinds.text(told.get(i)))
            && counts.apply(told.get(i)) instanceof Number number) {
          sum = Math.max(0, sum) + Math.max(0, number.longValue());
        }
      }
      return sum < 0 ? null : (Long) sum;
    };
  }

  /** Null where no way leads to a value; what a getter throws, it throws. */
  @Override
  public @Nullable Object apply(@Nullable Object from) {
    for (NewerGetter[] steps : ways) {
      Object at = from;
      for (int step = 0; step < steps.length && at != null; step++) {
        at = plain.apply(steps[step].of(at));
      }
      if (at != null) {
        return at;
      }
    }
    return null;
  }

  /** The same as a text; null for an empty one. */
  public @Nullable String text(@Nullable Object from) {
    return PlainValue.text(apply(from));
  }

  /** The same as a count; -1 for none. */
  public long count(@Nullable Object from) {
    return PlainValue.count(apply(from));
  }
}
