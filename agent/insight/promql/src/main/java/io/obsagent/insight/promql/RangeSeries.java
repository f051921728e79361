// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.Labels;

/**
 * The samples of one series that the windows of a range expression are cut from, without stale
 * markers.
 */
@SuppressWarnings("ArrayRecordComponent")
record RangeSeries(Labels labels, long[] timestamps, double[] values, int size, boolean dropName) {}
