// SPDX-License-Identifier: Apache-2.0
/**
 * Messages of NATS' client.
 *
 * <p>Size: handlers, subscriptions that are asked, and what is published are three ways.
 */
@NullMarked
package io.obsagent.instrumentation.nats;

import org.jspecify.annotations.NullMarked;
