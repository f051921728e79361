// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.alerting.config.MatcherParser;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.state.StateFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been told to whom, silences and acknowledgements; survives a restart where a directory
 * is given. Guarded by its dispatcher.
 */
final class NotificationLog {
  static final int MAX_SILENCES = 1_000;
  private static final int MAX_ENTRIES = 20_000;
  private static final Duration KEEP_EXPIRED = Duration.ofDays(5);

  /** The last notification of a group to a receiver. */
  record Entry(Set<Long> firing, Set<Long> resolved, Instant at, Instant expires) {}

  private final @Nullable StateFile file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Silence> silences = new LinkedHashMap<>();
  private final Map<Long, Acknowledgement> acknowledgements = new HashMap<>();

  NotificationLog(@Nullable StateFile file) {
    this.file = file;
    if (file != null) {
      for (byte[] record : file.takeRecords()) {
        replay(record);
      }
    }
  }

  @Nullable Entry entry(String key) {
    return entries.get(key);
  }

  void put(String key, Entry entry) {
    entries.remove(key);
    entries.put(key, entry);
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
    append(encode(key, entry));
  }

  Collection<Silence> silences() {
    return silences.values();
  }

  @Nullable Silence silence(String id) {
    return silences.get(id);
  }

  boolean put(Silence silence) {
    if (!silences.containsKey(silence.id()) && silences.size() >= MAX_SILENCES) {
      return false;
    }
    silences.put(silence.id(), silence);
    append(encode(silence));
    return true;
  }

  @Nullable Acknowledgement acknowledgement(long fingerprint) {
    return acknowledgements.get(fingerprint);
  }

  void put(Acknowledgement acknowledgement) {
    acknowledgements.put(acknowledgement.fingerprint(), acknowledgement);
    append(encode(acknowledgement, true));
  }

  void removeAcknowledgement(long fingerprint) {
    Acknowledgement removed = acknowledgements.remove(fingerprint);
    if (removed != null) {
      append(encode(removed, false));
    }
  }

  void collectGarbage(Instant now) {
    entries.values().removeIf(entry -> entry.expires.isBefore(now));
    silences.values().removeIf(silence -> silence.endsAt().isBefore(now.minus(KEEP_EXPIRED)));
  }

  private void append(byte[] record) {
    if (file != null && !file.append(record)) {
      List<byte[]> live = new ArrayList<>();
      entries.forEach((key, entry) -> live.add(encode(key, entry)));
      silences.values().forEach(silence -> live.add(encode(silence)));
      acknowledgements.values().forEach(ack -> live.add(encode(ack, true)));
      file.rewrite(live, true);
    }
  }

  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] encode(char type, Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(type);
      writer.write(out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] encode(String key, Entry entry) {
    return encode(
        'N',
        out -> {
          out.writeUTF(key);
          out.writeLong(entry.at.toEpochMilli());
          out.writeLong(entry.expires.toEpochMilli());
          for (Set<Long> set : List.of(entry.firing, entry.resolved)) {
            out.writeInt(set.size());
            for (long fingerprint : set) {
              out.writeLong(fingerprint);
            }
          }
        });
  }

  private static byte[] encode(Silence silence) {
    return encode(
        'S',
        out -> {
          out.writeUTF(silence.id());
          out.writeInt(silence.matchers().size());
          for (LabelMatcher matcher : silence.matchers()) {
            out.writeUTF(MatcherParser.format(matcher));
          }
          out.writeLong(silence.startsAt().toEpochMilli());
          out.writeLong(silence.endsAt().toEpochMilli());
          out.writeUTF(silence.createdBy());
          out.writeUTF(silence.comment());
        });
  }

  private static byte[] encode(Acknowledgement acknowledgement, boolean given) {
    return encode(
        given ? 'A' : 'R',
        out -> {
          out.writeLong(acknowledgement.fingerprint());
          out.writeUTF(acknowledgement.by());
          out.writeUTF(acknowledgement.comment());
          out.writeLong(acknowledgement.at().toEpochMilli());
        });
  }

  private void replay(byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      switch (in.readByte()) {
        case 'N' -> {
          String key = in.readUTF();
          Instant at = Instant.ofEpochMilli(in.readLong());
          Instant expires = Instant.ofEpochMilli(in.readLong());
          entries.put(key, new Entry(fingerprints(in), fingerprints(in), at, expires));
        }
        case 'S' -> replaySilence(in);
        case 'A', 'R' -> {
          boolean given = record[0] == 'A';
          long fingerprint = in.readLong();
          Acknowledgement ack =
              new Acknowledgement(
                  fingerprint, in.readUTF(), in.readUTF(), Instant.ofEpochMilli(in.readLong()));
          if (given) {
            acknowledgements.put(fingerprint, ack);
          } else {
            acknowledgements.remove(fingerprint);
          }
        }
        default -> {
          // A later version's record: nothing for this one.
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // The CRC was right, so this is a record of another version; the others still count.
    }
  }

  private void replaySilence(DataInputStream in) throws IOException {
    String id = in.readUTF();
    List<LabelMatcher> matchers = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      matchers.addAll(MatcherParser.parse(in.readUTF()));
    }
    Instant start = Instant.ofEpochMilli(in.readLong());
    Instant end = Instant.ofEpochMilli(in.readLong());
    silences.put(id, new Silence(id, matchers, start, end, in.readUTF(), in.readUTF()));
  }

  private static Set<Long> fingerprints(DataInputStream in) throws IOException {
    int count = in.readInt();
    Set<Long> set = new HashSet<>();
    for (int i = 0; i < count; i++) {
      set.add(in.readLong());
    }
    return set;
  }
}
