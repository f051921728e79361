// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One file of a spool: records one after the other, each behind its length and its checksum
 * (CRC-32C). A record that a killed process has written in part is the end of the file. Not
 * thread-safe.
 */
final class SpoolFile implements AutoCloseable {
  /** Length and checksum. */
  static final int HEAD = 8;

  private static final int MAX_RECORD = 64 << 20;
  private static final int CHUNK = 256 << 10;

  private final Path path;
  private final long number;
  private final FileChannel channel;

  /** As far as records are whole. */
  private long length;

  /** Bytes behind that, which are no record. */
  private long torn;

  /** What was read last, and where that begins. */
  private ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

  private long chunkStart = -1;

  private SpoolFile(Path path, long number, FileChannel channel) {
    this.path = path;
    this.number = number;
    this.channel = channel;
  }

  static SpoolFile create(Path path, long number) throws IOException {
    return new SpoolFile(
        path,
        number,
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  /** Opens what an earlier process has left. */
  static SpoolFile open(Path path, long number) throws IOException {
    return new SpoolFile(path, number, FileChannel.open(path, StandardOpenOption.READ));
  }

  long number() {
    return number;
  }

  /** Bytes of whole records. */
  long length() {
    return length;
  }

  /** Bytes at its end that are no whole record. */
  long torn() {
    return torn;
  }

  /** Finds the whole records from there on, and counts them. */
  int scan(long from) throws IOException {
    length = Long.MAX_VALUE;
    int records = 0;
    long at = from;
    for (byte[] record = read(at); record.length > 0; record = read(at)) {
      at += HEAD + record.length;
      records++;
    }
    length = at;
    torn = Math.max(0, channel.size() - at);
    return records;
  }

  /** Writes all or nothing. */
  void append(List<byte[]> records) throws IOException {
    int size = 0;
    for (byte[] record : records) {
      size += HEAD + record.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    for (byte[] record : records) {
      out.putInt(record.length).putInt(checksum(record)).put(record);
    }
    out.flip();
    try {
      for (long at = length; out.hasRemaining(); ) {
        at += channel.write(out, at);
      }
    } catch (IOException e) {
      channel.truncate(length);
      throw e;
    }
    length += size;
  }

  /**
   * The record that begins there; empty if there is none, or none that is whole.
   *
   * @param at as far as records were read
   */
  byte[] read(long at) throws IOException {
    if (at + HEAD > length || !fill(at, HEAD)) {
      return new byte[0];
    }
    int size = chunk.getInt();
    int checksum = chunk.getInt();
    if (size <= 0 || size > MAX_RECORD || !fill(at + HEAD, size)) {
      return new byte[0];
    }
    byte[] record = new byte[size];
    chunk.get(record);
    return checksum(record) == checksum ? record : new byte[0];
  }

  /** Makes so many bytes from there on readable, of the file or of what was read before. */
  private boolean fill(long at, int bytes) throws IOException {
    long offset = at - chunkStart;
    if (chunkStart >= 0 && offset >= 0 && offset + bytes <= chunk.limit()) {
      chunk.position((int) offset);
      return true;
    }
    if (chunk.capacity() < bytes) {
      chunk = ByteBuffer.allocate(bytes);
    } else if (chunk.capacity() > CHUNK && bytes <= CHUNK) {
      chunk = ByteBuffer.allocate(CHUNK);
    }
    chunk.clear();
    chunkStart = -1;
    while (chunk.hasRemaining() && channel.read(chunk, at + chunk.position()) > 0) {
      // until it is full or the file ends
    }
    chunk.flip();
    chunkStart = at;
    return chunk.remaining() >= bytes;
  }

  private static int checksum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, record.length);
    return (int) crc.getValue();
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
