// SPDX-License-Identifier: Apache-2.0
/** Commands and batches of Redisson 3 and 4. */
@NullMarked
package io.obsagent.instrumentation.redisson;

import org.jspecify.annotations.NullMarked;
