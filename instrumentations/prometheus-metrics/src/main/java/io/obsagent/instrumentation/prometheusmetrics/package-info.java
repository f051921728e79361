// SPDX-License-Identifier: Apache-2.0
/**
 * What the application has in registries of the Prometheus client 1, among the agent's metrics.
 *
 * <p>Size: each of seven kinds of snapshots has a shape of its own.
 */
@NullMarked
package io.obsagent.instrumentation.prometheusmetrics;

import org.jspecify.annotations.NullMarked;
