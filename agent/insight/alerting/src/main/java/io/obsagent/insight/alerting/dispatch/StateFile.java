// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of small records, each with length and CRC: killed at any byte it opens again
 * without its torn end. What cannot be written is lost to the next start, nothing else.
 *
 * <pre>length (4 bytes) · CRC-32 of the payload (4) · payload</pre>
 */
final class StateFile implements AutoCloseable {
  static final long MAX_BYTES = 16L << 20;
  private static final int MAX_RECORD = 1 << 20;
  private static final int HEADER = 8;

  private final Path path;
  private final List<byte[]> records = new ArrayList<>();
  private @Nullable FileChannel lockChannel;
  private @Nullable FileChannel channel;
  private String problem = "";

  private StateFile(Path path) {
    this.path = path;
  }

  /** Opens or creates a file; one that cannot be used says why in {@link #problem()}. */
  static StateFile open(Path directory) {
    StateFile file = new StateFile(directory.resolve("notify.log"));
    try {
      Files.createDirectories(directory);
      file.lock(directory.resolve("notify.lock"));
      file.read();
    } catch (IOException | OverlappingFileLockException e) {
      file.fail("cannot use " + file.path + ": " + reason(e));
    }
    return file;
  }

  private static String reason(Exception e) {
    return e instanceof OverlappingFileLockException
        ? "another agent has it; give this one its own data directory"
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }

  private void lock(Path lockPath) throws IOException {
    lockChannel = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockChannel.tryLock();
    if (lock == null) {
      throw new OverlappingFileLockException();
    }
  }

  private void read() throws IOException {
    FileChannel opened =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel = opened;
    long size = Math.min(opened.size(), 2 * MAX_BYTES);
    ByteBuffer content = ByteBuffer.allocate((int) size);
    while (content.hasRemaining() && opened.read(content) >= 0) {
      continue;
    }
    content.flip();
    int good = 0;
    while (content.remaining() >= HEADER) {
      int length = content.getInt();
      int crc = content.getInt();
      if (length < 0 || length > MAX_RECORD || length > content.remaining()) {
        break;
      }
      byte[] payload = new byte[length];
      content.get(payload);
      if (crc(payload) != crc) {
        break;
      }
      records.add(payload);
      good = content.position();
    }
    opened.truncate(good);
    opened.position(good);
  }

  /** The records found when opening; handed out once. */
  List<byte[]> takeRecords() {
    List<byte[]> taken = new ArrayList<>(records);
    records.clear();
    return taken;
  }

  /** Appends a record; false if the file has grown so large that it should be rewritten. */
  boolean append(byte[] payload) {
    FileChannel open = channel;
    if (open == null || payload.length > MAX_RECORD) {
      return true;
    }
    try {
      write(open, payload);
      return open.position() < MAX_BYTES;
    } catch (IOException e) {
      fail("cannot write " + path + ": " + reason(e));
      return true;
    }
  }

  /** Replaces the content by the records that still matter. */
  void rewrite(List<byte[]> live) {
    FileChannel open = channel;
    if (open == null) {
      return;
    }
    Path fresh = path.resolveSibling("notify.log.new");
    try {
      FileChannel target =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      for (byte[] payload : live) {
        write(target, payload);
      }
      target.force(false);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      open.close();
      channel = target;
    } catch (IOException e) {
      fail("cannot rewrite " + path + ": " + reason(e));
    }
  }

  private static void write(FileChannel target, byte[] payload) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEADER + payload.length);
    record.putInt(payload.length).putInt(crc(payload)).put(payload).flip();
    while (record.hasRemaining()) {
      target.write(record);
    }
  }

  private static int crc(byte[] payload) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    return (int) crc.getValue();
  }

  private void fail(String why) {
    problem = why + "; notification state is kept in memory only";
    close();
  }

  /** Why the state is not kept, or empty. */
  String problem() {
    return problem;
  }

  @Override
  public void close() {
    for (FileChannel open : new FileChannel[] {channel, lockChannel}) {
      try {
        if (open != null) {
          open.close();
        }
      } catch (IOException e) {
        // Nothing is lost that had been appended.
      }
    }
    channel = null;
    lockChannel = null;
  }
}
