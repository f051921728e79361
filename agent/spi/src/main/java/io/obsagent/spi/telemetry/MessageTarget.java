// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Where messages go to or come from; made once and kept.
 *
 * @param system {@code kafka}, {@code rabbitmq}, {@code jms} …
 * @param destination name of the topic or queue, of low cardinality
 * @param group of consumers, or null
 * @param host of the broker, or null
 * @param port of the broker, or -1
 */
public record MessageTarget(
    String system, String destination, @Nullable String group, @Nullable String host, int port) {}
