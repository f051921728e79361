// SPDX-License-Identifier: Apache-2.0
/** An application that knows nothing of the agent. */
@NullMarked
package io.obsagent.smoke.plain;

import org.jspecify.annotations.NullMarked;
