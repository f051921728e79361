// SPDX-License-Identifier: Apache-2.0
/**
 * Logback's events with trace, span and correlation id in their MDC, as records, and its levels.
 *
 * <p>Size: what an event has differs from Logback 1.0 to 1.6; ids, records and levels are a class
 * each.
 */
@NullMarked
package io.obsagent.instrumentation.logback;

import org.jspecify.annotations.NullMarked;
