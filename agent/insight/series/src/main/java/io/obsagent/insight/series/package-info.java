// SPDX-License-Identifier: Apache-2.0
/** The series store: labelled samples over time, compressed, tiered and bounded. */
@NullMarked
package io.obsagent.insight.series;

import org.jspecify.annotations.NullMarked;
