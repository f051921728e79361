// SPDX-License-Identifier: Apache-2.0
/** Files for what stands around the agent: Prometheus, Grafana, Alertmanager, Kubernetes. */
@NullMarked
package io.obsagent.insight.stack;

import org.jspecify.annotations.NullMarked;
