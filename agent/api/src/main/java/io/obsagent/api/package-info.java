// SPDX-License-Identifier: Apache-2.0
/**
 * What an application may tell obs-agent in a line: operations, metrics, events, spans, users and
 * health. Begin with {@link io.obsagent.api.Obs}.
 *
 * <p>Without the agent nothing happens and nothing is allocated: calls are inlined away. No method
 * here throws or blocks; what is null, empty or too long is left out or cut.
 */
@NullMarked
package io.obsagent.api;

import org.jspecify.annotations.NullMarked;
