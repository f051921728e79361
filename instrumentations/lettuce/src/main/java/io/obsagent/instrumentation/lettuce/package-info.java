// SPDX-License-Identifier: Apache-2.0
/** Commands of Lettuce 6 and 7. */
@NullMarked
package io.obsagent.instrumentation.lettuce;

import org.jspecify.annotations.NullMarked;
