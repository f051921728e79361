// SPDX-License-Identifier: Apache-2.0
/**
 * The way from a logging framework to the agent, and the ids that its events get.
 *
 * <p>Size: records, ids in what events hold and in what they are asked for, and JSON in the place
 * of the framework's own lines, for seven frameworks.
 */
@NullMarked
package io.obsagent.instrumentation.shared.logging;

import org.jspecify.annotations.NullMarked;
