// SPDX-License-Identifier: Apache-2.0
/**
 * Statements of R2DBC 0.9 and 1.0, at the driver, and the gauges of its pool.
 *
 * <p>A statement begins when somebody subscribes to what {@code execute} has returned. Its results
 * come as publishers of their own, in which a failure may show only when rows are asked for, and
 * which may be read when the first subscription was given up long since ({@code Mono.from} does
 * so). So it ends when nobody holds it any more:
 *
 * <pre>
 *   subscribe ─► [ execute's publisher ........... ] complete, error or cancel
 *                    └► result ─► [ map, getRowsUpdated … ]          ─► end, with the first error
 * </pre>
 *
 * <p>Size: connections, statements, batches, results and pools; a publisher comes in two shapes.
 */
@NullMarked
package io.obsagent.instrumentation.r2dbc;

import org.jspecify.annotations.NullMarked;
