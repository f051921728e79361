// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.users;

import io.obsagent.insight.state.StateFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sketch for each of the last days that had users, in memory and, where there is a directory, in
 * a file. Adding is for any thread, and waits for nothing; all else is for one thread at a time.
 */
final class DailyUsers {
  static final int DAY = 1;
  static final int WEEK = 7;
  static final int MONTH = 30;

  /** Twice a month, so that one can be compared with the one before. */
  static final int KEPT = 2 * MONTH;

  private static final String FILE = "users";
  private static final int SALT_RECORD = -1;

  private final TreeMap<Long, Sketch> days = new TreeMap<>();
  private final @Nullable StateFile file;
  private final byte[] salt;
  private volatile Sketch today = new Sketch();
  private volatile boolean changed;
  private long day;

  /**
   * @param directory null to keep nothing
   * @param salt wins over the one in the file, with which other users were counted; empty for that
   * @param random a salt for the case that there is none
   * @param day days since the epoch
   */
  DailyUsers(@Nullable Path directory, byte[] salt, byte[] random, long day) {
    this.day = day;
    file = directory == null ? null : StateFile.open(directory, FILE);
    byte[] kept = file == null ? new byte[0] : read(file.takeRecords());
    this.salt = salt.length > 0 ? salt : kept.length > 0 ? kept : random;
    if (kept.length > 0 && !Arrays.equals(kept, this.salt)) {
      days.clear(); // the same people would be others
    }
    days.headMap(day - KEPT, true).clear();
    days.tailMap(day, false).clear();
    today = days.computeIfAbsent(day, none -> new Sketch());
    changed = true;
  }

  /** Whether something was kept there. */
  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(FILE + ".log"));
  }

  private byte[] read(List<byte[]> records) {
    byte[] found = new byte[0];
    for (byte[] record : records) {
      if (record.length < Long.BYTES) {
        continue;
      }
      long of = ByteBuffer.wrap(record).getLong();
      byte[] content = Arrays.copyOfRange(record, Long.BYTES, record.length);
      if (of == SALT_RECORD) {
        found = content;
      } else {
        try {
          days.put(of, Sketch.of(content, 0));
        } catch (IllegalArgumentException otherVersion) {
          continue;
        }
      }
    }
    return found;
  }

  byte[] salt() {
    return salt;
  }

  void add(long hash) {
    if (today.add(hash)) {
      changed = true;
    }
  }

  /** Begins another day, if it is one. */
  void turn(long now) {
    if (now != day) {
      day = now;
      days.headMap(now - KEPT, true).clear();
      today = days.computeIfAbsent(now, none -> new Sketch());
      changed = true;
    }
  }

  /**
   * All that were seen on so many days, of which the last was so many days ago.
   *
   * @param length at least one
   */
  Sketch union(int length, int ago) {
    Sketch all = new Sketch();
    days.subMap(day - ago - length, false, day - ago, true).values().forEach(all::merge);
    return all;
  }

  /** Users of a day, or NaN if nothing is known of it. */
  double of(long wanted) {
    Sketch sketch = days.get(wanted);
    return sketch == null ? Double.NaN : sketch.estimate();
  }

  /** The days that something is known of, the oldest first. */
  List<Long> days() {
    return List.copyOf(days.keySet());
  }

  /** Writes what has changed. */
  void save() {
    if (file == null || !changed) {
      return;
    }
    changed = false;
    List<byte[]> records = new ArrayList<>();
    records.add(record(SALT_RECORD, salt));
    days.forEach((of, sketch) -> records.add(record(of, sketch.toBytes())));
    file.rewrite(records, false);
  }

  private static byte[] record(long of, byte[] content) {
    return ByteBuffer.allocate(Long.BYTES + content.length).putLong(of).put(content).array();
  }

  void close() {
    if (file != null) {
      save();
      file.close();
    }
  }
}
