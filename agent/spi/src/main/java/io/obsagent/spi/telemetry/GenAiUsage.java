// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/**
 * Tokens of one call; -1 where the provider did not tell. Input includes cached, output includes
 * reasoning tokens, as the OpenTelemetry GenAI conventions count them.
 */
public record GenAiUsage(long input, long output, long cacheRead, long cacheWrite, long reasoning) {
  public static final GenAiUsage UNKNOWN = new GenAiUsage(-1, -1, -1, -1, -1);

  /**
   * This with what a later report tells: some providers tell the input with the first part of a
   * stream and the output with the last, each as a total.
   */
  public GenAiUsage merge(GenAiUsage later) {
    if (this == UNKNOWN) {
      return later;
    }
    return new GenAiUsage(
        later.input >= 0 ? later.input : input,
        later.output >= 0 ? later.output : output,
        later.cacheRead >= 0 ? later.cacheRead : cacheRead,
        later.cacheWrite >= 0 ? later.cacheWrite : cacheWrite,
        later.reasoning >= 0 ? later.reasoning : reasoning);
  }
}
