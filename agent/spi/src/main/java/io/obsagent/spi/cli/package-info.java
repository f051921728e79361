// SPDX-License-Identifier: Apache-2.0
/** What a part of the agent needs to add a command to the jar's command line. */
@NullMarked
package io.obsagent.spi.cli;

import org.jspecify.annotations.NullMarked;
