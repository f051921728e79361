// SPDX-License-Identifier: Apache-2.0
/**
 * What took how long in a time, where most of it goes, what will run out, and what to do about it.
 *
 * <p>Size: each of five questions has an answer of its own.
 */
@NullMarked
package io.obsagent.insight.analytics;

import org.jspecify.annotations.NullMarked;
