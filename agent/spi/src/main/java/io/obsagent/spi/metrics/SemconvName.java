// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What a metric of the agent, or a part of one, is called by the conventions.
 *
 * @param unit OpenTelemetry unit, or empty
 * @param upDown whether a gauge is a sum there, one that may fall
 * @param attributes what each label becomes; a label that is not named keeps its name
 * @param constants attributes that every series has besides
 */
public record SemconvName(
    String name,
    String unit,
    boolean upDown,
    Map<String, Attribute> attributes,
    Map<String, String> constants) {

  /** All labels of the series that takes what is beyond {@code metrics.max-series}. */
  private static final String OTHER = "other";

  private static final String OVERFLOW = "otel.metric.overflow";

  /** What a label becomes. */
  @FunctionalInterface
  interface Attribute {
    /**
     * @param sink takes names with values, each a {@code String}, {@code Long} or {@code Boolean}
     */
    void write(String labelValue, BiConsumer<String, Object> sink);
  }

  /**
   * The attributes of one series.
   *
   * @param sink takes names with values, each a {@code String}, {@code Long} or {@code Boolean}
   */
  public void attributes(
      List<String> labelNames, List<String> labelValues, BiConsumer<String, Object> sink) {
    if (isOverflow(labelValues)) {
      sink.accept(OVERFLOW, true);
    } else {
      for (int i = 0; i < labelNames.size(); i++) {
        Attribute attribute = attributes.get(labelNames.get(i));
        if (attribute == null) {
          sink.accept(labelNames.get(i), labelValues.get(i));
        } else {
          attribute.write(labelValues.get(i), sink);
        }
      }
    }
    constants.forEach(sink);
  }

  /** A single label may read so on its own account, as that of Redis commands does. */
  private static boolean isOverflow(List<String> labelValues) {
    for (String value : labelValues) {
      if (!value.equals(OTHER)) {
        return false;
      }
    }
    return labelValues.size() > 1;
  }
}
