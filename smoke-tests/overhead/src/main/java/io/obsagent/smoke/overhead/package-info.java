// SPDX-License-Identifier: Apache-2.0
/** Measures what agents cost an application, side by side. */
@NullMarked
package io.obsagent.smoke.overhead;

import org.jspecify.annotations.NullMarked;
