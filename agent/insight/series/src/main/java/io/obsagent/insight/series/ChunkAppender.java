// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

/**
 * The write end of a {@link Chunk}. A chunk starts as whole numbers; the first value that is none
 * moves it, with all it holds, to a finer unit and in the end to XOR. One thread at a time.
 */
final class ChunkAppender {
  private static final double EXACT = 1L << 53;

  private Chunk chunk;

  /** What readers see: never a chunk that is only being filled. */
  private volatile Chunk published;

  private BitWriter out = new BitWriter();
  private long timeDelta;
  private long number;
  private long numberDelta;
  private long xorBits;
  private int leading = -1;
  private int width;

  ChunkAppender(long time, double value) {
    chunk = new Chunk(time, encodingFor(value, 0), out.bytes(), 0, time);
    write(time, value);
    published = chunk;
  }

  Chunk chunk() {
    return published;
  }

  /** Appends a sample later than the last one. */
  void append(long time, double value) {
    int needed = encodingFor(value, chunk.encoding);
    if (needed != chunk.encoding) {
      transcode(needed);
      write(time, value);
      published = chunk;
    } else {
      write(time, value);
    }
  }

  /** Gives the spare bytes back; nothing is appended afterwards. */
  Chunk seal() {
    chunk.publish(out.trimmed(), chunk.size(), chunk.lastTime());
    return chunk;
  }

  private static int encodingFor(double value, int atLeast) {
    for (int encoding = atLeast; encoding < Chunk.XOR; encoding++) {
      if (isDecimal(value, Chunk.UNITS[encoding])) {
        return encoding;
      }
    }
    return Chunk.XOR;
  }

  private static boolean isDecimal(double value, double unit) {
    double scaled = Math.rint(value * unit);
    return Samples.isStale(value)
        || Math.abs(scaled) < EXACT
            && Double.doubleToRawLongBits((long) scaled / unit)
                == Double.doubleToRawLongBits(value);
  }

  private void transcode(int encoding) {
    SampleBuffer held = new SampleBuffer();
    chunk.decode(Long.MIN_VALUE, Long.MAX_VALUE, held);
    int finest = encoding;
    for (int i = 0; i < held.size(); i++) {
      finest = encodingFor(held.value(i), finest);
    }
    out = new BitWriter();
    timeDelta = 0;
    number = 0;
    numberDelta = 0;
    leading = -1;
    chunk = new Chunk(chunk.firstTime, finest, out.bytes(), 0, chunk.firstTime);
    for (int i = 0; i < held.size(); i++) {
      write(held.timestamp(i), held.value(i));
    }
  }

  private void write(long time, double value) {
    boolean first = chunk.size() == 0;
    if (!first) {
      long delta = time - chunk.lastTime();
      out.signed(delta - timeDelta);
      timeDelta = delta;
    }
    if (chunk.encoding == Chunk.XOR) {
      writeXor(first, value);
    } else if (Samples.isStale(value)) {
      out.escape();
    } else {
      long next = (long) Math.rint(value * Chunk.UNITS[chunk.encoding]);
      long delta = next - number;
      out.signed(delta - numberDelta);
      number = next;
      numberDelta = delta;
    }
    chunk.publish(out.bytes(), chunk.size() + 1, time);
  }

  private void writeXor(boolean first, double value) {
    long bits = Double.doubleToRawLongBits(value);
    long xor = bits ^ xorBits;
    xorBits = bits;
    if (first) {
      out.bits(bits, 64);
      return;
    }
    if (xor == 0) {
      out.bit(false);
      return;
    }
    out.bit(true);
    int zerosBefore = Math.min(31, Long.numberOfLeadingZeros(xor));
    int zerosAfter = Long.numberOfTrailingZeros(xor);
    if (leading >= 0 && zerosBefore >= leading && zerosAfter >= 64 - leading - width) {
      out.bit(false);
    } else {
      leading = zerosBefore;
      width = 64 - zerosBefore - zerosAfter;
      out.bit(true);
      out.bits(leading, 5);
      out.bits(width - 1, 6);
    }
    out.bits(xor >>> (64 - leading - width), width);
  }
}
