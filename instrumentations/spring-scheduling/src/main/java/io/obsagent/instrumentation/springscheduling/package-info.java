// SPDX-License-Identifier: Apache-2.0
/** Work that Spring 5.3 to 7 starts on its own: by the clock, or later. */
@NullMarked
package io.obsagent.instrumentation.springscheduling;

import org.jspecify.annotations.NullMarked;
