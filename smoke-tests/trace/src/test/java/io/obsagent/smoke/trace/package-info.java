// SPDX-License-Identifier: Apache-2.0
/** One trace through everything that a request may come by. */
@NullMarked
package io.obsagent.smoke.trace;

import org.jspecify.annotations.NullMarked;
