// SPDX-License-Identifier: Apache-2.0
/** The submitter's context in tasks of java.util.concurrent and in virtual threads. */
@NullMarked
package io.obsagent.instrumentation.executors;

import org.jspecify.annotations.NullMarked;
