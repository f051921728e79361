// SPDX-License-Identifier: Apache-2.0
/**
 * Events of JBoss LogManager (WildFly, Quarkus) with trace, span and correlation id in their MDC,
 * as records, its levels, and lines of JSON.
 *
 * <p>Nothing here runs before the application logs.
 *
 * <p>Size: ids that a record shows without holding them, records, levels, and formatters that write
 * text.
 */
@NullMarked
package io.obsagent.instrumentation.jbosslogmanager;

import org.jspecify.annotations.NullMarked;
