// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

/** A part of Prometheus' language that the float engine leaves out. */
public final class NotSupportedException extends PromqlException {
  private static final long serialVersionUID = 1L;

  /** Which part. */
  public enum Feature {
    NATIVE_HISTOGRAMS("native histograms"),
    EXPERIMENTAL_FUNCTION("experimental function"),
    START_TIMESTAMPS("start timestamps");

    private final String title;

    Feature(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final Feature feature;

  NotSupportedException(String input, int offset, Feature feature, String what) {
    super(Position.lineAndColumn(input, offset) + ": " + what + " is not supported");
    this.feature = feature;
  }

  public Feature feature() {
    return feature;
  }
}
