// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The payload of one block of a segment file: strings, series that the segment has not named yet,
 * chunks. All numbers are variable-length; times are relative to the block's first.
 */
final class Block {
  /** A chunk and the series it belongs to. */
  record Entry(Labels labels, Chunk chunk) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);

  private Block() {}

  /** Encodes entries; series not yet in {@code known} are named and added to it. */
  static byte[] encode(List<Entry> entries, Map<Labels, Integer> known) {
    Map<String, Integer> strings = new LinkedHashMap<>();
    List<Labels> fresh = new ArrayList<>();
    for (Entry entry : entries) {
      if (known.putIfAbsent(entry.labels(), known.size()) == null) {
        fresh.add(entry.labels());
        for (int i = 0; i < entry.labels().size(); i++) {
          strings.putIfAbsent(entry.labels().name(i), strings.size());
          strings.putIfAbsent(entry.labels().value(i), strings.size());
        }
      }
    }
    Block block = new Block();
    block.number(strings.size());
    for (String string : strings.keySet()) {
      byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
      block.number(utf8.length);
      block.out.writeBytes(utf8);
    }
    block.number(fresh.size());
    for (Labels labels : fresh) {
      block.number(known.get(labels));
      block.number(labels.size());
      for (int i = 0; i < labels.size(); i++) {
        block.number(strings.get(labels.name(i)));
        block.number(strings.get(labels.value(i)));
      }
    }
    block.chunks(entries, known);
    return block.out.toByteArray();
  }

  private void chunks(List<Entry> entries, Map<Labels, Integer> known) {
    long base = entries.isEmpty() ? 0 : entries.get(0).chunk().firstTime;
    number(base);
    number(entries.size());
    for (Entry entry : entries) {
      Chunk chunk = entry.chunk();
      byte[] bits = chunk.bytes();
      number(known.get(entry.labels()));
      number(zigzag(chunk.firstTime - base));
      number(chunk.lastTime() - chunk.firstTime);
      number(chunk.encoding);
      number(chunk.size());
      number(bits.length);
      out.writeBytes(bits);
    }
  }

  /**
   * Decodes a block whose checksum was right, naming its series in {@code known}; chunks of a
   * series that an unreadable block had named are left out.
   *
   * @throws IllegalArgumentException if the payload is not a block
   */
  static List<Entry> decode(byte[] payload, Map<Integer, Labels> known) {
    try {
      ByteBuffer in = ByteBuffer.wrap(payload);
      List<String> strings = new ArrayList<>();
      for (long left = number(in); left > 0; left--) {
        strings.add(new String(bytes(in), StandardCharsets.UTF_8));
      }
      for (long left = number(in); left > 0; left--) {
        int id = (int) number(in);
        Map<String, String> labels = new HashMap<>();
        for (long pairs = number(in); pairs > 0; pairs--) {
          labels.put(strings.get((int) number(in)), strings.get((int) number(in)));
        }
        known.put(id, Labels.of(labels));
      }
      return chunks(in, known);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a block", e);
    }
  }

  private static List<Entry> chunks(ByteBuffer in, Map<Integer, Labels> known) {
    List<Entry> entries = new ArrayList<>();
    long base = number(in);
    for (long left = number(in); left > 0; left--) {
      Labels labels = known.get((int) number(in));
      long first = base + unzigzag(number(in));
      long last = first + number(in);
      int encoding = (int) number(in);
      int size = (int) number(in);
      byte[] bits = bytes(in);
      if (encoding < 0 || encoding > Chunk.XOR || size < 0 || size > bits.length * 8L) {
        throw new IllegalArgumentException("not a block");
      }
      if (labels != null) {
        entries.add(new Entry(labels, new Chunk(first, encoding, bits, size, last)));
      }
    }
    return entries;
  }

  private void number(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte octet = in.get();
      value |= (octet & 0x7fL) << shift;
      if (octet >= 0) {
        break;
      }
    }
    return value;
  }

  private static byte[] bytes(ByteBuffer in) {
    long length = number(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }
}
