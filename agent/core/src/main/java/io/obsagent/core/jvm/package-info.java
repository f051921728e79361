// SPDX-License-Identifier: Apache-2.0
/** The JVM around the agent: its threads, its internals, what it must not be disturbed in. */
@NullMarked
package io.obsagent.core.jvm;

import org.jspecify.annotations.NullMarked;
