// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * One append-only file of one tier and one window:
 *
 * <pre>
 * "OBSSEG01" | length crc32c payload | length crc32c payload | …
 * </pre>
 *
 * A process that dies while writing leaves a last block that is short or fails its checksum; a
 * reader leaves it out. A file is never opened again for writing.
 */
final class Segment implements AutoCloseable {
  private static final byte[] MAGIC = {'O', 'B', 'S', 'S', 'E', 'G', '0', '1'};
  private static final int BLOCK_HEADER = 8;
  private static final int ENTRIES_PER_BLOCK = 2_000;
  private static final long LARGEST_FILE = 128L << 20;

  private final Path path;
  private final FileChannel channel;
  private final Map<Labels, Integer> known = new HashMap<>();
  private long bytes;

  private Segment(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static Segment create(Path path) throws IOException {
    Segment segment =
        new Segment(
            path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    segment.write(ByteBuffer.wrap(MAGIC));
    return segment;
  }

  Path path() {
    return path;
  }

  long bytes() {
    return bytes;
  }

  /** Appends entries as one block or several. On failure the file keeps what it had. */
  void append(List<Block.Entry> entries) throws IOException {
    for (int from = 0; from < entries.size(); from += ENTRIES_PER_BLOCK) {
      int to = Math.min(entries.size(), from + ENTRIES_PER_BLOCK);
      byte[] payload = Block.encode(entries.subList(from, to), known);
      ByteBuffer block = ByteBuffer.allocate(BLOCK_HEADER + payload.length);
      block.putInt(payload.length).putInt(checksum(payload)).put(payload).flip();
      write(block);
    }
  }

  private void write(ByteBuffer data) throws IOException {
    long start = bytes;
    try {
      while (data.hasRemaining()) {
        bytes += channel.write(data);
      }
    } catch (IOException e) {
      channel.truncate(start);
      bytes = start;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Hands out every block that is whole, in order. */
  static void read(Path path, Consumer<List<Block.Entry>> visitor) throws IOException {
    if (Files.size(path) > LARGEST_FILE) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(path));
    byte[] magic = new byte[Math.min(MAGIC.length, in.remaining())];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      return;
    }
    Map<Integer, Labels> known = new HashMap<>();
    while (in.remaining() >= BLOCK_HEADER) {
      int length = in.getInt();
      int crc = in.getInt();
      if (length < 0 || length > in.remaining()) {
        return;
      }
      byte[] payload = new byte[length];
      in.get(payload);
      if (checksum(payload) == crc) {
        visitor.accept(decode(payload, known));
      }
    }
  }

  private static List<Block.Entry> decode(byte[] payload, Map<Integer, Labels> known) {
    try {
      return Block.decode(payload, known);
    } catch (IllegalArgumentException e) {
      return new ArrayList<>();
    }
  }

  private static int checksum(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }
}
