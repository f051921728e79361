// SPDX-License-Identifier: Apache-2.0
/**
 * Kafka's own clients.
 *
 * <p>Size: two sides, one that sends and one that iterates over what has come; what the application
 * iterates over is a list of the library's, and stays one.
 */
@NullMarked
package io.obsagent.instrumentation.kafkaclients;

import org.jspecify.annotations.NullMarked;
