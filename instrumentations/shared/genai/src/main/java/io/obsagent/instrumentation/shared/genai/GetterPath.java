// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
public final class GetterPath implements Function<Object, @Nullable Object> {
  private final UnaryOperator<@Nullable Object> plain;
  private final String[][] names;
  private final NewerGetter[][] ways;

  /** Of a library that holds values as they are, or in an {@code Optional}. */
  public GetterPath(String... ways) {
    this(GetterPath::held, ways);
  }

  /**
   * @param plain makes a plain value of what a getter gives; null for what holds none
   */
  public GetterPath(UnaryOperator<@Nullable Object> plain, String... ways) {
    this.plain = plain;
    this.names = new String[ways.length][];
    this.ways = new NewerGetter[ways.length][];
    for (int i = 0; i < ways.length; i++) {
      names[i] = ways[i].split("\\.");
      this.ways[i] = new NewerGetter[names[i].length];
      for (int step = 0; step < names[i].length; step++) {
        this.ways[i][step] = new NewerGetter(names[i][step].split("\\|"));
      }
    }
  }

  static @Nullable Object held(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  /** Null where no way leads to a value. */
  @Override
  public @Nullable Object apply(@Nullable Object from) {
    for (int way = 0; way < ways.length; way++) {
      Object at = from;
      for (int step = 0; step < ways[way].length && at != null; step++) {
        at =
            plain.apply(
                at instanceof Map<?, ?> map ? map.get(names[way][step]) : ways[way][step].of(at));
      }
      if (at != null) {
        return at;
      }
    }
    return null;
  }

  /** The same as a text; null for an empty one. */
  public @Nullable String text(@Nullable Object from) {
    Object value = apply(from);
    String text = value == null ? "" : value.toString();
    return text.isEmpty() ? null : text;
  }
}
