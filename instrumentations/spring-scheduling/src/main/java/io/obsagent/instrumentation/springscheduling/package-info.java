// SPDX-License-Identifier: Apache-2.0
/**
 * Work that Spring 5.3 to 7 starts on its own: by the clock, or later.
 *
 * <p>Size: what handles a failure is called outside of the method that fails, in both cases.
 */
@NullMarked
package io.obsagent.instrumentation.springscheduling;

import org.jspecify.annotations.NullMarked;
