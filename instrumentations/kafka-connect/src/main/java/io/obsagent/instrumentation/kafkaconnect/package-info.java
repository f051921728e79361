// SPDX-License-Identifier: Apache-2.0
/** Kafka Connect. */
@NullMarked
package io.obsagent.instrumentation.kafkaconnect;

import org.jspecify.annotations.NullMarked;
