// SPDX-License-Identifier: Apache-2.0
/**
 * The application's meters of Micrometer among the agent's metrics.
 *
 * <p>Registries are read when metrics are collected; nothing is done where meters are recorded.
 * Those that write for Prometheus are left to the module of their client, which has the very names
 * and types that they write.
 *
 * <p>Size: each of nine kinds of meters has a shape of its own for Prometheus.
 */
@NullMarked
package io.obsagent.instrumentation.micrometer;

import org.jspecify.annotations.NullMarked;
