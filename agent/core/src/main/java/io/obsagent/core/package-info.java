// SPDX-License-Identifier: Apache-2.0
/** Start and stop of the agent, and what all its parts share. */
@NullMarked
package io.obsagent.core;

import org.jspecify.annotations.NullMarked;
