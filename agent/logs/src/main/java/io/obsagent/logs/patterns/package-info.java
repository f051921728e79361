// SPDX-License-Identifier: Apache-2.0
/** Records that are alike but for their parameters, grouped by what they have in common. */
@NullMarked
package io.obsagent.logs.patterns;

import org.jspecify.annotations.NullMarked;
