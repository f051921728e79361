// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiOperation.Limit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What providers say of their limits in an answer's headers. */
public enum RateLimits {
  OPENAI(
      of(Limit.REQUESTS, "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests"),
      of(Limit.TOKENS, "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens")),
  ANTHROPIC(
      of(
          Limit.REQUESTS,
          "anthropic-ratelimit-requests-limit",
          "anthropic-ratelimit-requests-remaining"),
      of(Limit.TOKENS, "anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining"),
      of(
          Limit.INPUT_TOKENS,
          "anthropic-ratelimit-input-tokens-limit",
          "anthropic-ratelimit-input-tokens-remaining"),
      of(
          Limit.OUTPUT_TOKENS,
          "anthropic-ratelimit-output-tokens-limit",
          "anthropic-ratelimit-output-tokens-remaining"));

  private record Header(Limit of, String limit, String remaining) {}

  private final List<Header> headers;

  RateLimits(Header... headers) {
    this.headers = List.of(headers);
  }

  private static Header of(Limit of, String limit, String remaining) {
    return new Header(of, limit, remaining);
  }

  /**
   * @param value of a header by its name in small letters, or null
   */
  public void tell(GenAiOperation operation, Function<String, @Nullable String> value) {
    for (int i = 0; i < headers.size(); i++) {
      Header header = headers.get(i);
      long remaining = number(value.apply(header.remaining));
      if (remaining >= 0) {
        operation.remaining(header.of, number(value.apply(header.limit)), remaining);
      }
    }
  }

  /**
   * The same, of headers that may have several values, of which the first counts.
   *
   * @param values of a header by its name in small letters; empty where there is none
   */
  public void tellFirst(GenAiOperation operation, Function<String, List<String>> values) {
    tell(
        operation,
        name -> {
          List<String> all = values.apply(name);
          return all.isEmpty() ? null : all.get(0);
        });
  }

  private static long number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }
}
