// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.Metrics;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of one place have in common: a method, a job, a cache. Made once and kept, so
 * that each operation costs no more than its span. Immutable.
 */
public final class Work {
  /** The last label of a duration's definition, and its values. */
  public static final String OUTCOME = "outcome";

  private static final Object[] NONE = {};

  private final WorkKind kind;
  private final String name;

  /** Keys and values in turn. */
  private final Object[] attributes;

  private final Metrics.Histogram.@Nullable Series succeeded;
  private final Metrics.Histogram.@Nullable Series failed;

  private Work(
      WorkKind kind,
      String name,
      Object[] attributes,
      Metrics.Histogram.@Nullable Series succeeded,
      Metrics.Histogram.@Nullable Series failed) {
    this.kind = kind;
    this.name = name;
    this.attributes = attributes;
    this.succeeded = succeeded;
    this.failed = failed;
  }

  /**
   * @param name of the spans: of low cardinality
   */
  public static Work of(WorkKind kind, String name) {
    return new Work(kind, name, NONE, null, null);
  }

  /** With an attribute on each span. */
  public <T> Work attribute(AttributeKey<T> key, T value) {
    Object[] more = Arrays.copyOf(attributes, attributes.length + 2);
    more[attributes.length] = key;
    more[attributes.length + 1] = value;
    return new Work(kind, name, more, succeeded, failed);
  }

  /**
   * With a histogram that each duration is recorded in.
   *
   * @param definition its last label is {@link #OUTCOME}: {@code success} or {@code error}
   * @param labelValues those of the labels before
   */
  public Work duration(MetricDefinition definition, String... labelValues) {
    Metrics.Histogram histogram = Telemetry.metrics().histogram(definition);
    String[] values = Arrays.copyOf(labelValues, labelValues.length + 1);
    values[labelValues.length] = "success";
    Metrics.Histogram.Series success = histogram.labels(values.clone());
    values[labelValues.length] = "error";
    return new Work(kind, name, attributes, success, histogram.labels(values));
  }

  public WorkKind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  public void forEachAttribute(BiConsumer<AttributeKey<?>, Object> consumer) {
    for (int i = 0; i < attributes.length; i += 2) {
      consumer.accept((AttributeKey<?>) attributes[i], attributes[i + 1]);
    }
  }

  /** Where a duration is recorded, or null. */
  public Metrics.Histogram.@Nullable Series series(boolean success) {
    return success ? succeeded : failed;
  }
}
