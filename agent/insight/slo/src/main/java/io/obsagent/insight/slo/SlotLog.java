// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.slo.Tally.Unsaved;
import io.obsagent.insight.state.StateFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was counted, on disk: a record when a slot is over, so that a process that is killed loses
 * the last one at most. Slots that stand there twice, because a process ended in the middle, are
 * added up. Not thread-safe.
 *
 * <pre>
 * N index fingerprint slot's-length id labels      names what the index stands for
 * S (index slot events bad)…                       slots
 * </pre>
 */
final class SlotLog implements AutoCloseable {
  private static final int ENTRIES = 2_000;

  /** What an index stands for; another fingerprint is another way of counting. */
  record Key(String id, int fingerprint, long slotMillis, Labels group) {
    boolean countsAs(Key other) {
      return id.equals(other.id) && fingerprint == other.fingerprint && group.equals(other.group);
    }
  }

  /** A slot of something. */
  record Entry(Key key, Unsaved slot) {}

  private final @Nullable StateFile file;
  private final Map<Key, Integer> indices = new HashMap<>();
  private final Map<Key, List<Unsaved>> restored = new HashMap<>();

  /**
   * @param directory null to keep nothing
   */
  SlotLog(@Nullable Path directory) {
    file = directory == null ? null : StateFile.open(directory, "slo");
    if (file != null) {
      Map<Integer, Key> names = new HashMap<>();
      for (byte[] record : file.takeRecords()) {
        read(record, names);
      }
      names.forEach((index, key) -> indices.put(key, index));
    }
  }

  private void read(byte[] record, Map<Integer, Key> names) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      if (in.readByte() == 'N') {
        int index = in.readInt();
        int fingerprint = in.readInt();
        long slotMillis = in.readLong();
        String id = in.readUTF();
        String[] labels = new String[in.readShort()];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = in.readUTF();
        }
        names.put(index, new Key(id, fingerprint, slotMillis, Labels.of(labels)));
        return;
      }
      for (int left = in.readInt(); left > 0; left--) {
        Key key = names.get(in.readInt());
        Unsaved slot = new Unsaved(in.readLong(), in.readInt(), in.readInt());
        if (key != null) {
          restored.computeIfAbsent(key, any -> new ArrayList<>()).add(slot);
        }
      }
    } catch (IOException | RuntimeException e) {
      // A record with a right checksum is one of another version: nothing of it counts.
    }
  }

  /** Why nothing can be kept, or empty. */
  String problem() {
    return file == null ? "" : file.problem();
  }

  /** The groups of which something is known. */
  Set<Labels> groups(String id, int fingerprint) {
    Set<Labels> groups = new HashSet<>();
    for (Key key : restored.keySet()) {
      if (key.id().equals(id) && key.fingerprint() == fingerprint) {
        groups.add(key.group());
      }
    }
    return groups;
  }

  /** What an objective may be called whose service was not known when it was written. */
  List<Key> keys(Objective objective) {
    int fingerprint = Objectives.fingerprint(objective);
    Set<String> seen = new HashSet<>();
    return restored.keySet().stream()
        .filter(key -> key.fingerprint() == fingerprint)
        .filter(
            key ->
                key.id().equals(objective.id())
                    || objective.service().isEmpty() && key.id().endsWith("-" + objective.name()))
        .sorted(Comparator.comparing(Key::id).thenComparing(Key::group))
        .filter(key -> seen.add(key.id() + key.group()))
        .toList();
  }

  /** Adds what is known of a key, whatever its slots' length was; once. */
  void restore(Key key, Tally tally) {
    for (Key known : List.copyOf(restored.keySet())) {
      List<Unsaved> slots = known.countsAs(key) ? restored.remove(known) : null;
      if (slots != null) {
        slots.sort((one, other) -> Long.compare(one.slot(), other.slot()));
        slots.forEach(
            slot -> tally.restore(known.slotMillis(), slot.slot(), slot.total(), slot.bad()));
      }
    }
  }

  /** False if it should be written anew by {@link #rewrite}. */
  boolean append(List<Entry> entries) {
    boolean room = true;
    if (file != null && !entries.isEmpty()) {
      for (byte[] record : records(entries)) {
        room &= file.append(record);
      }
    }
    return room;
  }

  /** Puts what counts now in the place of all that was. */
  void rewrite(List<Entry> entries) {
    if (file != null) {
      restored.clear();
      indices.clear();
      file.rewrite(records(entries), false);
    }
  }

  private List<byte[]> records(List<Entry> entries) {
    List<byte[]> records = new ArrayList<>();
    for (Entry entry : entries) {
      if (!indices.containsKey(entry.key())) {
        int index = indices.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        indices.put(entry.key(), index);
        records.add(name(index, entry.key()));
      }
    }
    for (int from = 0; from < entries.size(); from += ENTRIES) {
      records.add(slots(entries.subList(from, Math.min(entries.size(), from + ENTRIES))));
    }
    return records;
  }

  private static byte[] name(int index, Key key) {
    return written(
        out -> {
          out.writeByte('N');
          out.writeInt(index);
          out.writeInt(key.fingerprint());
          out.writeLong(key.slotMillis());
          out.writeUTF(key.id());
          Labels labels = key.group();
          out.writeShort(2 * labels.size());
          for (int i = 0; i < labels.size(); i++) {
            out.writeUTF(labels.name(i));
            out.writeUTF(labels.value(i));
          }
        });
  }

  private byte[] slots(List<Entry> entries) {
    return written(
        out -> {
          out.writeByte('S');
          out.writeInt(entries.size());
          for (Entry entry : entries) {
            out.writeInt(indices.getOrDefault(entry.key(), -1));
            out.writeLong(entry.slot().slot());
            out.writeInt((int) entry.slot().total());
            out.writeInt((int) entry.slot().bad());
          }
        });
  }

  /** Writes a record. */
  private interface Record {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] written(Record record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      record.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
