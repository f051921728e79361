// SPDX-License-Identifier: Apache-2.0
/** The way from a logging framework to the agent, and the ids that its events get. */
@NullMarked
package io.obsagent.instrumentation.shared.logging;

import org.jspecify.annotations.NullMarked;
