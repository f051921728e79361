// SPDX-License-Identifier: Apache-2.0
/** What the application has in registries of the Prometheus client 1, among the agent's metrics. */
@NullMarked
package io.obsagent.instrumentation.prometheusmetrics;

import org.jspecify.annotations.NullMarked;
