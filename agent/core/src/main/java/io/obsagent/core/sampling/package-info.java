// SPDX-License-Identifier: Apache-2.0
/** Which traces are kept. */
@NullMarked
package io.obsagent.core.sampling;

import org.jspecify.annotations.NullMarked;
