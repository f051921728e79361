// SPDX-License-Identifier: Apache-2.0
/** What modules of health checks have in common: a check is asked on a thread of the agent's. */
@NullMarked
package io.obsagent.instrumentation.shared.health;

import org.jspecify.annotations.NullMarked;
