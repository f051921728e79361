// SPDX-License-Identifier: Apache-2.0
/** The command line of the agent's jar: {@code java -jar obs-agent.jar …}. */
@NullMarked
package io.obsagent.core.cli;

import org.jspecify.annotations.NullMarked;
