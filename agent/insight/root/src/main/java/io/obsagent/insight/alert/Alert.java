// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alert;

import io.obsagent.insight.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One alert as a rule reports it. Its labels are its identity.
 *
 * @param labels with {@code alertname}; never empty
 * @param annotations rendered texts, sorted by name
 * @param startsAt when it began to fire
 * @param endsAt when it ended or, in the future, when it counts as resolved unless it is sent
 *     again; null lets {@code resolve_timeout} decide
 * @param generatorUrl link to where the expression can be seen, or empty
 */
public record Alert(
    Labels labels,
    Map<String, String> annotations,
    Instant startsAt,
    @Nullable Instant endsAt,
    String generatorUrl) {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final byte SEPARATOR = (byte) 0xff;

  public Alert {
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  /** A firing alert whose end is not known. */
  public static Alert firing(Labels labels, Map<String, String> annotations, Instant startsAt) {
    return new Alert(labels, annotations, startsAt, null, "");
  }

  /** The same alert with an end. */
  public Alert endingAt(Instant end) {
    return new Alert(labels, annotations, startsAt, end, generatorUrl);
  }

  /** The value of the {@code alertname} label, or empty. */
  public String name() {
    return labels.get("alertname");
  }

  public boolean isResolved(Instant now) {
    return endsAt != null && !endsAt.isAfter(now);
  }

  /**
   * FNV-1a 64 over the sorted label names and values, each followed by 0xff: the number by which
   * Prometheus and Alertmanager know the same alert.
   */
  public long fingerprint() {
    return fingerprint(labels);
  }

  /** The fingerprint as Alertmanager writes it: 16 hexadecimal digits. */
  public String fingerprintHex() {
    return hex(fingerprint());
  }

  public static String hex(long fingerprint) {
    String digits = Long.toHexString(fingerprint);
    return "0".repeat(16 - digits.length()) + digits;
  }

  public static long fingerprint(Labels labels) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < labels.size(); i++) {
      hash = add(hash, labels.name(i));
      hash = add(hash, labels.value(i));
    }
    return hash;
  }

  private static long add(long hash, String text) {
    long result = hash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      result = (result ^ (b & 0xff)) * FNV_PRIME;
    }
    return (result ^ (SEPARATOR & 0xff)) * FNV_PRIME;
  }
}
