// SPDX-License-Identifier: Apache-2.0
/**
 * RabbitMQ's client.
 *
 * <p>Size: a message has three ways, to publish it, to be given it and to ask for it.
 */
@NullMarked
package io.obsagent.instrumentation.rabbitmq;

import org.jspecify.annotations.NullMarked;
