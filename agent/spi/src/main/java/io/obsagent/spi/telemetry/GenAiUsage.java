// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/**
 * Tokens of one call; -1 where the provider did not tell. Input includes cached, output includes
 * reasoning tokens, as the OpenTelemetry GenAI conventions count them. Immutable.
 *
 * <pre>
 * GenAiUsage.of(120, 40).cached(100, -1).reasoning(32)
 * </pre>
 *
 * @param cacheWrite all that were written to a cache, whatever its lifetime
 * @param hourWrite the part of {@code cacheWrite} that is kept for an hour, which costs more
 * @param audioInput the part of the input that was audio
 * @param audioOutput the part of the output that is audio
 * @param imageInput the part of the input that was images
 * @param imageOutput the part of the output that is images
 */
public record GenAiUsage(
    long input,
    long output,
    long cacheRead,
    long cacheWrite,
    long reasoning,
    long hourWrite,
    long audioInput,
    long audioOutput,
    long imageInput,
    long imageOutput) {
  public static final GenAiUsage UNKNOWN = new GenAiUsage(-1, -1, -1, -1, -1);

  public GenAiUsage(long input, long output, long cacheRead, long cacheWrite, long reasoning) {
    this(input, output, cacheRead, cacheWrite, reasoning, -1, -1, -1, -1, -1);
  }

  public static GenAiUsage of(long input, long output) {
    return new GenAiUsage(input, output, -1, -1, -1);
  }

  /** Of providers that tell cached tokens beside the input: they are added to it. */
  public static GenAiUsage besideCache(long input, long output, long read, long written) {
    long all = input < 0 ? -1 : input + Math.max(0, read) + Math.max(0, written);
    return new GenAiUsage(all, output, read, written, -1);
  }

  public GenAiUsage cached(long read, long written) {
    return new GenAiUsage(
        input,
        output,
        read,
        written,
        reasoning,
        hourWrite,
        audioInput,
        audioOutput,
        imageInput,
        imageOutput);
  }

  public GenAiUsage reasoning(long tokens) {
    return new GenAiUsage(
        input,
        output,
        cacheRead,
        cacheWrite,
        tokens,
        hourWrite,
        audioInput,
        audioOutput,
        imageInput,
        imageOutput);
  }

  public GenAiUsage hourWrite(long tokens) {
    return new GenAiUsage(
        input,
        output,
        cacheRead,
        cacheWrite,
        reasoning,
        tokens,
        audioInput,
        audioOutput,
        imageInput,
        imageOutput);
  }

  public GenAiUsage audio(long in, long out) {
    return new GenAiUsage(
        input,
        output,
        cacheRead,
        cacheWrite,
        reasoning,
        hourWrite,
        in,
        out,
        imageInput,
        imageOutput);
  }

  public GenAiUsage images(long in, long out) {
    return new GenAiUsage(
        input,
        output,
        cacheRead,
        cacheWrite,
        reasoning,
        hourWrite,
        audioInput,
        audioOutput,
        in,
        out);
  }

  /**
   * This with what a later report tells: some providers tell the input with the first part of a
   * stream and the output with the last, each as a total.
   */
  public GenAiUsage merge(GenAiUsage later) {
    if (this == UNKNOWN) {
      return later;
    }
    if (later == UNKNOWN) {
      return this;
    }
    if (later.covers(this)) {
      return later;
    }
    return new GenAiUsage(
        later(input, later.input),
        later(output, later.output),
        later(cacheRead, later.cacheRead),
        later(cacheWrite, later.cacheWrite),
        later(reasoning, later.reasoning),
        later(hourWrite, later.hourWrite),
        later(audioInput, later.audioInput),
        later(audioOutput, later.audioOutput),
        later(imageInput, later.imageInput),
        later(imageOutput, later.imageOutput));
  }

  /** This and that of another call. */
  public GenAiUsage plus(GenAiUsage other) {
    if (this == UNKNOWN) {
      return other;
    }
    if (other == UNKNOWN) {
      return this;
    }
    return new GenAiUsage(
        sum(input, other.input),
        sum(output, other.output),
        sum(cacheRead, other.cacheRead),
        sum(cacheWrite, other.cacheWrite),
        sum(reasoning, other.reasoning),
        sum(hourWrite, other.hourWrite),
        sum(audioInput, other.audioInput),
        sum(audioOutput, other.audioOutput),
        sum(imageInput, other.imageInput),
        sum(imageOutput, other.imageOutput));
  }

  /** Whether nothing would be left of an earlier report, as where each chunk tells all. */
  private boolean covers(GenAiUsage earlier) {
    return covers(earlier.input, input)
        && covers(earlier.output, output)
        && covers(earlier.cacheRead, cacheRead)
        && covers(earlier.cacheWrite, cacheWrite)
        && covers(earlier.reasoning, reasoning)
        && covers(earlier.hourWrite, hourWrite)
        && covers(earlier.audioInput, audioInput)
        && covers(earlier.audioOutput, audioOutput)
        && covers(earlier.imageInput, imageInput)
        && covers(earlier.imageOutput, imageOutput);
  }

  private static boolean covers(long known, long later) {
    return later >= 0 || known < 0;
  }

  private static long later(long known, long later) {
    return later >= 0 ? later : known;
  }

  private static long sum(long one, long other) {
    return one < 0 ? other : other < 0 ? one : one + other;
  }
}
