// SPDX-License-Identifier: Apache-2.0
/** Files of lines of JSON: those beside the application's, and the agent's own. */
@NullMarked
package io.obsagent.logs.files;

import org.jspecify.annotations.NullMarked;
