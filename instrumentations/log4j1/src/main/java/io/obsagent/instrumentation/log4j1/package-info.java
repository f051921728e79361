// SPDX-License-Identifier: Apache-2.0
/**
 * Events of Log4j 1.2 and reload4j with trace, span and correlation id in their MDC, as records,
 * its levels, and lines of JSON.
 *
 * <p>Size: ids that an event shows without holding them, records, levels, and layouts.
 */
@NullMarked
package io.obsagent.instrumentation.log4j1;

import org.jspecify.annotations.NullMarked;
