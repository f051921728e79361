// SPDX-License-Identifier: Apache-2.0
/**
 * Commands, pipelines and transactions of Jedis 4 to 8.
 *
 * <p>Size: five generations of one library send, pipeline and end transactions in different
 * methods.
 */
@NullMarked
package io.obsagent.instrumentation.jedis;

import org.jspecify.annotations.NullMarked;
