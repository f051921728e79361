// SPDX-License-Identifier: Apache-2.0
/**
 * Service level objectives: what was promised, counted as it happens, the error budget that is
 * left, and alerts before it is spent.
 */
@NullMarked
package io.obsagent.insight.slo;

import org.jspecify.annotations.NullMarked;
