// SPDX-License-Identifier: Apache-2.0
/** Spring's listener containers for RabbitMQ. */
@NullMarked
package io.obsagent.instrumentation.springrabbit;

import org.jspecify.annotations.NullMarked;
