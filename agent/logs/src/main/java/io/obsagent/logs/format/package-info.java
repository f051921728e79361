// SPDX-License-Identifier: Apache-2.0
/** Lines of JSON: of the application's log events, and of the agent's own files of them. */
@NullMarked
package io.obsagent.logs.format;

import org.jspecify.annotations.NullMarked;
