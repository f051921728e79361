// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.labels.Labels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A group of alerts on its way to a receiver.
 *
 * @param alerts at least one
 * @param routeLabels templates by their names, of the route that it took
 * @param reason why it is sent now, in Alertmanager's words
 */
public record Notification(
    String receiver,
    String groupKey,
    Labels groupLabels,
    List<Item> alerts,
    String externalUrl,
    Instant now,
    Map<String, String> routeLabels,
    String reason) {

  /** One that no route was taken for. */
  public Notification(
      String receiver,
      String groupKey,
      Labels groupLabels,
      List<Item> alerts,
      String externalUrl,
      Instant now) {
    this(receiver, groupKey, groupLabels, alerts, externalUrl, now, Map.of(), "unknown");
  }

  /** One alert as it was when its group was looked at. */
  public record Item(StoredAlert stored, boolean firing) {
    public Alert alert() {
      return stored.alert();
    }

    String status() {
      return firing ? "firing" : "resolved";
    }

    String fingerprint() {
      return Alert.hex(stored.fingerprint());
    }
  }

  boolean isFiring() {
    for (Item item : alerts) {
      if (item.firing) {
        return true;
      }
    }
    return false;
  }

  /** With so many of its alerts only; 0 for all. */
  Notification first(int max) {
    return max == 0 || alerts.size() <= max
        ? this
        : new Notification(
            receiver,
            groupKey,
            groupLabels,
            alerts.subList(0, max),
            externalUrl,
            now,
            routeLabels,
            reason);
  }

  String status() {
    return isFiring() ? "firing" : "resolved";
  }

  Map<String, String> commonLabels() {
    TreeMap<String, String> common = alerts.get(0).alert().labels().toMap();
    for (Item item : alerts) {
      common.entrySet().removeIf(e -> !item.alert().labels().get(e.getKey()).equals(e.getValue()));
    }
    return common;
  }

  Map<String, String> commonAnnotations() {
    TreeMap<String, String> common = new TreeMap<>(alerts.get(0).alert().annotations());
    for (Item item : alerts) {
      common
          .entrySet()
          .removeIf(e -> !e.getValue().equals(item.alert().annotations().get(e.getKey())));
    }
    return common;
  }

  /** What receivers that keep incidents know the group by. */
  String keyHash() {
    return sha256(groupKey);
  }

  public static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return hex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
