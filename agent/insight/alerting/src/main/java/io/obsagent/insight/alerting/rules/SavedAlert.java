// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is kept over a restart.
 *
 * @param rule by what its rule is known again, see {@link #keys}
 * @param lastSent null where it has not been sent
 */
record SavedAlert(String rule, ActiveAlert alert, @Nullable Instant lastSent) {
  private static final long NONE = Long.MIN_VALUE;

  /** By what each rule of a group is known again; those alike in all of it go by their order. */
  static List<String> keys(RuleGroup group) {
    Map<String, Integer> seen = new HashMap<>();
    List<String> keys = new ArrayList<>();
    for (RuleDefinition rule : group.rules()) {
      String labels = Labels.of(rule.labels()).toString();
      String key = String.join("\n", group.file(), group.name(), rule.name(), labels);
      keys.add(key + '\n' + seen.merge(key, 1, Integer::sum));
    }
    return keys;
  }

  /** The same alert, all its times moved. */
  SavedAlert moved(long millis) {
    Instant sent = moved(lastSent, millis);
    ActiveAlert moved =
        new ActiveAlert(
            alert.labels(),
            alert.annotations(),
            alert.state(),
            alert.value(),
            alert.activeAt().plusMillis(millis),
            moved(alert.firedAt(), millis),
            moved(alert.resolvedAt(), millis),
            moved(alert.keepFiringSince(), millis));
    return new SavedAlert(rule, moved, sent);
  }

  private static @Nullable Instant moved(@Nullable Instant time, long millis) {
    return time == null ? null : time.plusMillis(millis);
  }

  void write(DataOutputStream out) throws IOException {
    write(out, rule);
    write(out, alert.labels().toMap());
    write(out, alert.annotations());
    out.writeByte(alert.state().ordinal());
    out.writeDouble(alert.value());
    write(out, alert.activeAt());
    write(out, alert.firedAt());
    write(out, alert.resolvedAt());
    write(out, alert.keepFiringSince());
    write(out, lastSent);
  }

  /**
   * @throws IOException also for what {@link #write} cannot have written
   */
  static SavedAlert read(DataInputStream in) throws IOException {
    String rule = readText(in);
    Labels labels = Labels.of(readMap(in));
    Map<String, String> annotations = readMap(in);
    int state = in.readByte();
    double value = in.readDouble();
    Instant activeAt = readTime(in);
    if (state < 0 || state >= ActiveAlert.State.values().length || activeAt == null) {
      throw new IOException("not an alert");
    }
    ActiveAlert alert =
        new ActiveAlert(
            labels,
            annotations,
            ActiveAlert.State.values()[state],
            value,
            activeAt,
            readTime(in),
            readTime(in),
            readTime(in));
    return new SavedAlert(rule, alert, readTime(in));
  }

  private static void write(DataOutputStream out, @Nullable Instant time) throws IOException {
    out.writeLong(time == null ? NONE : time.toEpochMilli());
  }

  private static @Nullable Instant readTime(DataInputStream in) throws IOException {
    long millis = in.readLong();
    return millis == NONE ? null : Instant.ofEpochMilli(millis);
  }

  private static void write(DataOutputStream out, Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      write(out, entry.getKey());
      write(out, entry.getValue());
    }
  }

  private static Map<String, String> readMap(DataInputStream in) throws IOException {
    Map<String, String> map = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      map.put(readText(in), readText(in));
    }
    return map;
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("not a text");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
