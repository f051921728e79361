// SPDX-License-Identifier: Apache-2.0
/**
 * Commands and batches of Redisson 3 and 4.
 *
 * <p>Size: commands and batches are two types, and their promises have been of two more.
 */
@NullMarked
package io.obsagent.instrumentation.redisson;

import org.jspecify.annotations.NullMarked;
