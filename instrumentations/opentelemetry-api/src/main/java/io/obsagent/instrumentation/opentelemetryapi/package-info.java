// SPDX-License-Identifier: Apache-2.0
/**
 * The application's OpenTelemetry API, whose spans, contexts and baggage become the agent's.
 *
 * <p>All that is of {@code io.opentelemetry} here is the application's, of whatever version it has;
 * what is the agent's are the words of the JDK that {@code ApplicationTracing} speaks.
 *
 * <p>Size: the API has a type for each of its parts, and each of them has to be answered.
 */
@NullMarked
package io.obsagent.instrumentation.opentelemetryapi;

import org.jspecify.annotations.NullMarked;
