// SPDX-License-Identifier: Apache-2.0
/**
 * The submitter's context in tasks of java.util.concurrent and in virtual threads.
 *
 * <p>Size: the JDK has as many ways to hand a task over, each with an advice of three lines.
 */
@NullMarked
package io.obsagent.instrumentation.executors;

import org.jspecify.annotations.NullMarked;
