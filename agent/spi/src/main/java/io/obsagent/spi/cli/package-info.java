// SPDX-License-Identifier: Apache-2.0
/** What a part of the agent needs to be a command of the jar. */
@NullMarked
package io.obsagent.spi.cli;

import org.jspecify.annotations.NullMarked;
