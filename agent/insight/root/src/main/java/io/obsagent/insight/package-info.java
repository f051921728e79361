// SPDX-License-Identifier: Apache-2.0
/**
 * What the agent makes of its own metrics: one store, one engine and one cycle, and the features
 * that work on them.
 */
@NullMarked
package io.obsagent.insight;

import org.jspecify.annotations.NullMarked;
