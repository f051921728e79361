// SPDX-License-Identifier: Apache-2.0
/** Kafka Streams. */
@NullMarked
package io.obsagent.instrumentation.kafkastreams;

import org.jspecify.annotations.NullMarked;
