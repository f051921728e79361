// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.zip.CRC32C;

/**
 * One append-only file of blocks of traces:
 *
 * <pre>
 * "OBSTRC01" | head length, payload length, checksum of these and the head, of the payload, head, payload | …
 * </pre>
 *
 * What a process that died has written in part fails its checksum, and is the end of the file; the
 * file is never opened again for writing. Written by one thread, read by any.
 */
final class TraceFile {
  private static final byte[] MAGIC = "OBSTRC01".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME = 16;
  private static final int MAX_HEAD = 16 << 20;
  private static final int MAX_PAYLOAD = 64 << 20;

  private final Path path;
  private volatile long bytes;
  private volatile long toMillis;

  /** Where a block is: its head begins at {@code offset}. */
  record Frame(long offset, int head, int payload, int checksum) {}

  private TraceFile(Path path, long bytes, long toMillis) {
    this.path = path;
    this.bytes = bytes;
    this.toMillis = toMillis;
  }

  /** Makes an empty one. */
  static TraceFile create(Path path, long nowMillis) throws IOException {
    try {
      Files.write(path, MAGIC, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
    return new TraceFile(path, MAGIC.length, nowMillis);
  }

  /** One that is there, to be read. */
  static TraceFile of(Path path) throws IOException {
    return new TraceFile(path, Files.size(path), Files.getLastModifiedTime(path).toMillis());
  }

  Path path() {
    return path;
  }

  long bytes() {
    return bytes;
  }

  /** When it was written to for the last time: no trace in it began later. */
  long toMillis() {
    return toMillis;
  }

  /** Appends a block; on failure the file keeps what it had. */
  void append(TraceBlock block, long nowMillis) throws IOException {
    byte[] head = block.head();
    byte[] payload = block.payload();
    ByteBuffer out = ByteBuffer.allocate(FRAME + head.length + payload.length);
    out.putInt(head.length).putInt(payload.length);
    out.putInt(checksum(head.length, payload.length, head)).putInt(checksum(0, 0, payload));
    out.put(head).put(payload).flip();
    long size = out.remaining();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      try {
        for (long at = bytes; out.hasRemaining(); ) {
          at += channel.write(out, at);
        }
      } catch (IOException e) {
        channel.truncate(bytes);
        throw e;
      }
    }
    bytes += size;
    toMillis = nowMillis;
  }

  private static int checksum(int first, int second, byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(first).putInt(second).flip());
    crc.update(data);
    return (int) crc.getValue();
  }

  /**
   * Hands out the heads of all blocks that are whole, in order.
   *
   * @param visitor answers whether it goes on
   */
  void heads(BiPredicate<byte[], Frame> visitor) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer frame = ByteBuffer.allocate(FRAME);
      long at = MAGIC.length;
      byte[] magic = new byte[MAGIC.length];
      if (!fill(channel, ByteBuffer.wrap(magic), 0) || !Arrays.equals(magic, MAGIC)) {
        return;
      }
      while (fill(channel, frame.clear(), at)) {
        frame.flip();
        int headLength = frame.getInt();
        int payloadLength = frame.getInt();
        int headChecksum = frame.getInt();
        if (headLength <= 0
            || headLength > MAX_HEAD
            || payloadLength <= 0
            || payloadLength > MAX_PAYLOAD) {
          return;
        }
        byte[] head = new byte[headLength];
        if (!fill(channel, ByteBuffer.wrap(head), at + FRAME)
            || checksum(headLength, payloadLength, head) != headChecksum) {
          return;
        }
        if (!visitor.test(head, new Frame(at + FRAME, headLength, payloadLength, frame.getInt()))) {
          return;
        }
        at += FRAME + headLength + payloadLength;
      }
    }
  }

  /** A payload; empty if it is not whole. */
  byte[] payload(Frame frame) throws IOException {
    byte[] payload = new byte[frame.payload()];
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      boolean whole = fill(channel, ByteBuffer.wrap(payload), frame.offset() + frame.head());
      return whole && checksum(0, 0, payload) == frame.checksum() ? payload : new byte[0];
    }
  }

  private static boolean fill(FileChannel channel, ByteBuffer buffer, long at) throws IOException {
    long from = at - buffer.position();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        return false;
      }
    }
    return true;
  }
}
