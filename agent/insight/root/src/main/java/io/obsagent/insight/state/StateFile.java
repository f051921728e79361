// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.state;

import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.log.AgentLog;
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
 * A file of small records, each with length and CRC: killed at any byte it opens again without its
 * torn end. Records are appended, or replaced all at once. What cannot be written is lost to the
 * next start, nothing else. One process at a time, by a lock beside it. Not thread-safe.
 *
 * <pre>length (4 bytes) · CRC-32 of the payload (4) · payload</pre>
 */
public final class StateFile implements AutoCloseable {
  /** From here on a file should be rewritten; twice as much of it is read. */
  public static final long MAX_BYTES = 16L << 20;

  /** A longer record is not kept, bytes. */
  public static final int MAX_RECORD = 1 << 20;

  private static final int HEADER = 8;

  private final Path path;

  /** Area of its problems. */
  private final String area;

  private final List<byte[]> records = new ArrayList<>();
  private @Nullable FileChannel lockChannel;
  private @Nullable FileChannel channel;
  private String problem = "";
  private boolean rewriteFailed;

  private StateFile(Path directory, String name) {
    path = directory.resolve(name + ".log");
    area = "data." + name;
  }

  /**
   * Opens or creates a file; one that cannot be used says why in {@link #problem()}.
   *
   * @param name of the file without its ending: {@code notify}
   */
  public static StateFile open(Path directory, String name) {
    StateFile file = new StateFile(directory, name);
    try {
      Files.createDirectories(directory);
      file.lock(directory.resolve(name + ".lock"));
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
    if (opened.size() > good) {
      AgentLog.warn(
          path
              + ": "
              + (opened.size() - good)
              + " bytes at its end cannot be read and are left out; what they held starts anew");
    }
    opened.truncate(good);
    opened.position(good);
  }

  /** The records found when opening; handed out once. */
  public List<byte[]> takeRecords() {
    List<byte[]> taken = new ArrayList<>(records);
    records.clear();
    return taken;
  }

  /** Appends a record; false if the file has grown so large that it should be rewritten. */
  public boolean append(byte[] payload) {
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

  /**
   * Replaces the content by other records, whole or not at all. Where that fails, which is told
   * once, what was there stays; the next time may go well again.
   *
   * @param force whether to wait for the disk, for the case that the machine itself fails
   */
  public void rewrite(List<byte[]> live, boolean force) {
    FileChannel open = channel;
    if (open == null) {
      return;
    }
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      FileChannel target = written(fresh, live, force);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      channel = target;
      close(open);
      if (rewriteFailed) {
        rewriteFailed = false;
        Problems.clear(area);
      }
    } catch (IOException e) {
      rewriteFailed = true;
      Problems.add(area, "cannot write " + path + ", it stays as it was: " + reason(e));
    }
  }

  private static FileChannel written(Path fresh, List<byte[]> live, boolean force)
      throws IOException {
    FileChannel target =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      for (byte[] payload : live) {
        write(target, payload);
      }
      if (force) {
        target.force(false);
      }
      return target;
    } catch (IOException | RuntimeException e) {
      close(target);
      throw e;
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
    problem = why + "; what it should hold is kept in memory only";
    Problems.add(area, problem);
    close();
  }

  /** Why the state is not kept, or empty. */
  public String problem() {
    return problem;
  }

  @Override
  public void close() {
    close(channel);
    close(lockChannel);
    channel = null;
    lockChannel = null;
  }

  private static void close(@Nullable FileChannel open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // Nothing is lost that had been written.
    }
  }
}
