// SPDX-License-Identifier: Apache-2.0
/**
 * The agent's own log: few lines, on stderr or in a file, never through the application's logging.
 */
@NullMarked
package io.obsagent.spi.log;

import org.jspecify.annotations.NullMarked;
