// SPDX-License-Identifier: Apache-2.0
/** Finished traces, kept in the process: which of them, found again, and what they tell. */
@NullMarked
package io.obsagent.insight.traces;

import org.jspecify.annotations.NullMarked;
