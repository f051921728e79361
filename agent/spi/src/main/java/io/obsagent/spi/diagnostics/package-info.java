// SPDX-License-Identifier: Apache-2.0
/** The agent's account of itself: what is on, what is off and why, and what it cost. */
@NullMarked
package io.obsagent.spi.diagnostics;

import org.jspecify.annotations.NullMarked;
