// SPDX-License-Identifier: Apache-2.0
/** What the JVM does, asked of it only when somebody wants to know. */
@NullMarked
package io.obsagent.jvm;

import org.jspecify.annotations.NullMarked;
