// SPDX-License-Identifier: Apache-2.0
/**
 * The health of what the application calls, found by what it calls, and of what it is asked to
 * check.
 */
@NullMarked
package io.obsagent.insight.health;

import org.jspecify.annotations.NullMarked;
