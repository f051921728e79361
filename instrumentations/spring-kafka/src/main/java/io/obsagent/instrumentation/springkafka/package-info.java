// SPDX-License-Identifier: Apache-2.0
/** Spring's listener containers for Kafka. */
@NullMarked
package io.obsagent.instrumentation.springkafka;

import org.jspecify.annotations.NullMarked;
