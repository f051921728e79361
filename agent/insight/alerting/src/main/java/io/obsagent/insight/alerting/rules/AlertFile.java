// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.state.StateFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of all rules on disk, replaced as a whole after each evaluation: a process that is
 * killed loses no more than the evaluation it was in.
 *
 * <pre>'T' time of the evaluation | 'A' alert | 'A' alert …</pre>
 *
 * Guarded by its engine's lock.
 */
final class AlertFile implements AutoCloseable {
  private final StateFile file;
  private final long savedAt;
  private final List<SavedAlert> saved = new ArrayList<>();
  private boolean empty;

  AlertFile(Path directory) {
    file = StateFile.open(directory, "alerts");
    long time = 0;
    for (byte[] record : file.takeRecords()) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
        int type = in.readByte();
        if (type == 'T') {
          time = in.readLong();
        } else if (type == 'A') {
          saved.add(SavedAlert.read(in));
        }
      } catch (IOException e) {
        // The checksum was right, so it is of another version; this alert starts anew.
      }
    }
    savedAt = time;
    empty = saved.isEmpty();
  }

  /** When the earlier process evaluated last, epoch milliseconds; 0 where there is none. */
  long savedAt() {
    return savedAt;
  }

  /** What the earlier process left; handed out once. */
  List<SavedAlert> take() {
    List<SavedAlert> taken = List.copyOf(saved);
    saved.clear();
    return taken;
  }

  /** Replaces all that is there. What cannot be written is told once, and tried the next time. */
  void write(long time, List<SavedAlert> alerts) {
    if (alerts.isEmpty() && empty) {
      return;
    }
    List<byte[]> records = new ArrayList<>();
    records.add(record('T', time, null));
    long bytes = 0;
    for (SavedAlert alert : alerts) {
      byte[] record = record('A', 0, alert);
      bytes += record.length;
      if (record.length <= StateFile.MAX_RECORD && bytes <= StateFile.MAX_BYTES) {
        records.add(record);
      }
    }
    file.rewrite(records, false);
    empty = alerts.isEmpty();
  }

  private static byte[] record(char type, long time, @Nullable SavedAlert alert) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(type);
      if (alert == null) {
        out.writeLong(time);
      } else {
        alert.write(out);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    file.close();
  }
}
