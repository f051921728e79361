// SPDX-License-Identifier: Apache-2.0
/** Labels of series, and what selects series by them. */
@NullMarked
package io.obsagent.insight.labels;

import org.jspecify.annotations.NullMarked;
