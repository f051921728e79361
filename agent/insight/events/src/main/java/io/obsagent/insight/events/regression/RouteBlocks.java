// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

/**
 * What requests of one route, or all, did in each block of time. As long as each other; what is not
 * known is NaN. Immutable.
 *
 * @param name {@code GET /cart}; empty for all
 * @param requests how many there were
 * @param errors how many of them failed
 * @param p95 seconds that 95 % took no longer than
 * @param cpuSeconds of the process, for all; else empty
 * @param cost USD that AI calls cost, for all; else empty
 */
@SuppressWarnings("ArrayRecordComponent")
record RouteBlocks(
    String name,
    double[] requests,
    double[] errors,
    double[] p95,
    double[] cpuSeconds,
    double[] cost) {}
