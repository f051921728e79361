// SPDX-License-Identifier: Apache-2.0
/**
 * Commands of Lettuce 5 to 7.
 *
 * <p>Size: a command is written in three places and may end in any of them, and Lettuce asks much
 * for itself.
 */
@NullMarked
package io.obsagent.instrumentation.lettuce;

import org.jspecify.annotations.NullMarked;
