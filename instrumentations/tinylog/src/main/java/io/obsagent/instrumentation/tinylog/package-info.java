// SPDX-License-Identifier: Apache-2.0
/**
 * Events of tinylog 2 with trace, span and correlation id in their context, as records and as lines
 * of JSON; its levels.
 *
 * <p>Size: levels that are constants without the agent; lines of JSON come out of tinylog's
 * writers, which exist in two shapes, before 2.3 and since.
 */
@NullMarked
package io.obsagent.instrumentation.tinylog;

import org.jspecify.annotations.NullMarked;
