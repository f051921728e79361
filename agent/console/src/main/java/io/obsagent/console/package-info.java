// SPDX-License-Identifier: Apache-2.0
/** The agent's own port: the server, its guards, and the pages that are the agent's own. */
@NullMarked
package io.obsagent.console;

import org.jspecify.annotations.NullMarked;
