// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.labels.Labels;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One alert at one moment.
 *
 * @param activeAt when its expression first matched, as restored after a restart
 * @param firedAt when it began to fire, or null while it is pending
 * @param resolvedAt when it ended, or null while it has not
 */
public record ActiveAlert(
    Labels labels,
    Map<String, String> annotations,
    State state,
    double value,
    Instant activeAt,
    @Nullable Instant firedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant keepFiringSince) {

  /** Where an alert is in its life. */
  public enum State {
    INACTIVE,
    PENDING,
    FIRING;

    /** As Prometheus writes it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ActiveAlert {
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }
}
