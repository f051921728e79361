// SPDX-License-Identifier: Apache-2.0
/**
 * Log4j 2's events with trace, span and correlation id in their context data, as records, and its
 * levels.
 *
 * <p>Size: two ways of an event, by loggers and by the ring of asynchronous ones; ids, records and
 * levels are a class each.
 */
@NullMarked
package io.obsagent.instrumentation.log4j2;

import org.jspecify.annotations.NullMarked;
