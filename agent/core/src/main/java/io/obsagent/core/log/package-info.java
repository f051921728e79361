// SPDX-License-Identifier: Apache-2.0
/** Where the agent's own log goes: standard error, or a bounded file. */
@NullMarked
package io.obsagent.core.log;

import org.jspecify.annotations.NullMarked;
