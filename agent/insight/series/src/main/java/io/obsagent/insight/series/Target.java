// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import io.obsagent.insight.labels.Labels;

/**
 * Something whose being up is a series of its own: this process, or what a health check looks at.
 */
public record Target(String job, String instance, boolean up) {
  Labels upLabels() {
    return Labels.of(Labels.METRIC_NAME, "up", "job", job, "instance", instance);
  }
}
