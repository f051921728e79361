// SPDX-License-Identifier: Apache-2.0
/** What modules of Kafka share. */
@NullMarked
package io.obsagent.instrumentation.shared.kafka;

import org.jspecify.annotations.NullMarked;
