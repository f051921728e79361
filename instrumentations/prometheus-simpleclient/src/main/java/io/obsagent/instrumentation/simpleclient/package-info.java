// SPDX-License-Identifier: Apache-2.0
/**
 * What the application has in registries of Prometheus' simpleclient, among the agent's metrics.
 */
@NullMarked
package io.obsagent.instrumentation.simpleclient;

import org.jspecify.annotations.NullMarked;
