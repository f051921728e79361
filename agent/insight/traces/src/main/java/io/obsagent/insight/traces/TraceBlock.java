// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.spi.export.SpanCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Some traces as bytes that any process can read.
 *
 * <pre>
 * head:    for each trace id, start, duration, why it is kept, name, where its spans are
 * payload: the texts that come again, then the spans; deflated
 * </pre>
 *
 * A search reads heads, and inflates the payload only where one of them may be it.
 */
final class TraceBlock {
  /** Spans of a block before they are deflated; one trace more may be in it. */
  static final int MAX_BYTES = 512 << 10;

  private static final int MAX_INFLATED = 64 << 20;
  private static final int FAILED = 1;
  private static final int SLOW = 2;
  private static final int SAMPLED = 4;

  private final Words words = new Words();
  private final SpanCodec codec = new SpanCodec(words);
  private final Bytes head = Bytes.toWrite();
  private final List<byte[]> spans = new ArrayList<>();
  private int length;

  boolean isFull() {
    return length >= MAX_BYTES;
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  void add(StoredTrace trace, List<SpanCopy> of) {
    byte[] written = codec.write(of);
    head.fixed(trace.high);
    head.fixed(trace.low);
    head.fixed(trace.startNanos);
    head.number(trace.durationNanos);
    head.number(
        (trace.failed ? FAILED : 0) | (trace.slow ? SLOW : 0) | (trace.sampled ? SAMPLED : 0));
    head.number(of.size());
    head.text(trace.name);
    head.number(length);
    head.number(written.length);
    spans.add(written);
    length += written.length;
  }

  byte[] head() {
    return head.take();
  }

  byte[] payload() {
    Bytes texts = Bytes.toWrite();
    words.write(texts);
    byte[] dictionary = texts.take();
    Deflater deflater = new Deflater();
    try {
      Bytes out = Bytes.toWrite();
      out.number(dictionary.length);
      out.number(length);
      byte[] raw = new byte[dictionary.length + length];
      System.arraycopy(dictionary, 0, raw, 0, dictionary.length);
      int at = dictionary.length;
      for (byte[] each : spans) {
        System.arraycopy(each, 0, raw, at, each.length);
        at += each.length;
      }
      deflater.setInput(raw);
      deflater.finish();
      byte[] buffer = new byte[8_192];
      while (!deflater.finished()) {
        out.raw(buffer, deflater.deflate(buffer));
      }
      return out.take();
    } finally {
      deflater.end();
    }
  }

  /**
   * The traces of a head, without their spans.
   *
   * @throws RuntimeException if it is none
   */
  static List<StoredTrace> traces(byte[] head, TraceFile file, TraceFile.Frame frame) {
    Bytes in = Bytes.toRead(head);
    List<StoredTrace> traces = new ArrayList<>();
    while (in.hasMore()) {
      long high = in.fixed();
      long low = in.fixed();
      long start = in.fixed();
      long duration = in.number();
      int flags = (int) in.number();
      int count = (int) in.number();
      String name = in.text();
      DiskPlace place = new DiskPlace(file, frame, (int) in.number(), (int) in.number());
      StoredTrace trace = new StoredTrace(high, low, name, start, duration);
      trace.failed = (flags & FAILED) != 0;
      trace.slow = (flags & SLOW) != 0;
      trace.sampled = (flags & SAMPLED) != 0;
      trace.spans = count;
      trace.place = place;
      traces.add(trace);
    }
    return traces;
  }

  /** Where a trace's spans are among those of its block. */
  record DiskPlace(TraceFile file, TraceFile.Frame frame, int offset, int length) {}

  /** A payload to read from. Immutable. */
  static final class Inflated {
    private final SpanCodec codec;
    private final byte[] raw;
    private final int begin;

    /**
     * @throws DataFormatException if it is none
     */
    Inflated(byte[] payload) throws DataFormatException {
      Bytes in = Bytes.toRead(payload);
      long dictionary = in.number();
      long spans = in.number();
      if (dictionary < 0 || spans < 0 || dictionary + spans > MAX_INFLATED) {
        throw new DataFormatException("a block of " + (dictionary + spans) + " bytes");
      }
      raw = new byte[(int) (dictionary + spans)];
      begin = (int) dictionary;
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(payload, in.position(), payload.length - in.position());
        int at = 0;
        while (at < raw.length) {
          int more = inflater.inflate(raw, at, raw.length - at);
          if (more == 0) {
            throw new DataFormatException("a block that ends early");
          }
          at += more;
        }
      } finally {
        inflater.end();
      }
      codec = new SpanCodec(Words.read(Bytes.toRead(raw)));
    }

    List<SpanCopy> spans(StoredTrace trace, DiskPlace place) {
      byte[] own = new byte[place.length()];
      System.arraycopy(raw, begin + place.offset(), own, 0, own.length);
      List<SpanCopy> spans = new ArrayList<>();
      codec.read(own, trace.high, trace.low, spans);
      return spans;
    }
  }
}
