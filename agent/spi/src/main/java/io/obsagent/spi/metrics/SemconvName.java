// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a metric of the agent, or a part of one, is called by the <a
 * href="https://opentelemetry.io/docs/specs/semconv/">OpenTelemetry semantic conventions</a>: an
 * exporter renames at export what was recorded once. Immutable.
 *
 * @param unit OpenTelemetry unit, or empty
 * @param isUpDown whether a gauge is a sum there, one that may fall
 * @param attributes what each label becomes; a label that is not named keeps its name
 * @param constants attributes that every series has besides
 * @param part the label and the value that the name is limited to, or null for all series
 */
public record SemconvName(
    String name,
    String unit,
    boolean isUpDown,
    Map<String, Attribute> attributes,
    Map<String, String> constants,
    @Nullable Part part) {

  /** All labels of the series that takes what is beyond {@code metrics.max-series}. */
  private static final String OTHER = "other";

  private static final String OVERFLOW = "otel.metric.overflow";

  /** What a label becomes. */
  @FunctionalInterface
  public interface Attribute {
    /**
     * @param sink takes names with values, each a {@code String}, {@code Long} or {@code Boolean}
     */
    void write(String labelValue, BiConsumer<String, Object> sink);
  }

  /** Some of a metric's series. */
  public record Part(String label, String value) {}

  /** The usual case: a new name, and nothing where the value says that there is none. */
  private record Renamed(String attribute, @Nullable String absent) implements Attribute {
    @Override
    public void write(String labelValue, BiConsumer<String, Object> sink) {
      if (!labelValue.equals(absent)) {
        sink.accept(attribute, labelValue);
      }
    }
  }

  /** A label that says no more than the name does. */
  private enum Left implements Attribute {
    OUT;

    @Override
    public void write(String labelValue, BiConsumer<String, Object> sink) {}
  }

  public static SemconvName of(String name, String unit) {
    return new SemconvName(name, unit, false, Map.of(), Map.of(), null);
  }

  /** As a sum that may fall. */
  public SemconvName asUpDown() {
    return new SemconvName(name, unit, true, attributes, constants, part);
  }

  /** A label under the conventions' name. */
  public SemconvName attribute(String label, String attribute) {
    return attribute(label, new Renamed(attribute, null));
  }

  /**
   * A label under the conventions' name.
   *
   * @param absent the label's value that says that there is none
   */
  public SemconvName attribute(String label, String attribute, String absent) {
    return attribute(label, new Renamed(attribute, absent));
  }

  public SemconvName attribute(String label, Attribute attribute) {
    Map<String, Attribute> more = new HashMap<>(attributes);
    more.put(label, attribute);
    return new SemconvName(name, unit, isUpDown, Map.copyOf(more), constants, part);
  }

  /** A label that says no more than others do, and that the conventions have not. */
  public SemconvName without(String label) {
    return attribute(label, Left.OUT);
  }

  public SemconvName constant(String attribute, String value) {
    Map<String, String> more = new HashMap<>(constants);
    more.put(attribute, value);
    return new SemconvName(name, unit, isUpDown, attributes, Map.copyOf(more), part);
  }

  /** The name of those series only whose label has that value; the label is then left out. */
  public SemconvName only(String label, String value) {
    SemconvName all = attribute(label, Left.OUT);
    return new SemconvName(name, unit, isUpDown, all.attributes, constants, new Part(label, value));
  }

  boolean covers(List<String> labelNames, List<String> labelValues) {
    if (part == null) {
      return true;
    }
    int label = labelNames.indexOf(part.label);
    return label >= 0 && part.value.equals(labelValues.get(label));
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
