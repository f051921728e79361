// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import io.obsagent.insight.alert.Alerts;
import io.obsagent.insight.promql.Engine;
import io.obsagent.insight.series.SeriesStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What features share. Thread-safe.
 *
 * @param store the samples of all metrics, and of what features write
 * @param engine runs queries over the store
 * @param cycle when samples are taken, and by which clock
 * @param alerts takes alerts from whoever finds them
 * @param dataDirectory where a feature may keep what must survive a restart; null for nowhere
 */
public record Insight(
    SeriesStore store, Engine engine, Cycle cycle, Alerts alerts, @Nullable Path dataDirectory) {}
