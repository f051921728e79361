// SPDX-License-Identifier: Apache-2.0
/** Operations, one type for each kind of work, with the metrics that they record. */
@NullMarked
package io.obsagent.core.operation;

import org.jspecify.annotations.NullMarked;
