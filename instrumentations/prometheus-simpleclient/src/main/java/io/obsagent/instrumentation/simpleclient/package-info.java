// SPDX-License-Identifier: Apache-2.0
/**
 * What the application has in registries of Prometheus' simpleclient, among the agent's metrics.
 *
 * <p>Size: the parts of a distribution come as samples that are put together again.
 */
@NullMarked
package io.obsagent.instrumentation.simpleclient;

import org.jspecify.annotations.NullMarked;
