// SPDX-License-Identifier: Apache-2.0
/**
 * Events of java.util.logging, by its own API, System.Logger or Commons Logging, as records, and
 * its levels. It has no mapped context that could hold ids.
 *
 * <p>Nothing here runs before the application logs: whoever touches java.util.logging first decides
 * which LogManager the JVM has.
 *
 * <p>Size: events that a filter may deny, those that a bridge takes elsewhere, records, and levels.
 */
@NullMarked
package io.obsagent.instrumentation.jul;

import org.jspecify.annotations.NullMarked;
