// SPDX-License-Identifier: Apache-2.0
/**
 * Commands, pipelines and transactions of Jedis 3, which has no objects for commands yet.
 *
 * <p>Size: sending, reading, pipelines, transactions and clusters are calls of their own.
 */
@NullMarked
package io.obsagent.instrumentation.jedis3;

import org.jspecify.annotations.NullMarked;
