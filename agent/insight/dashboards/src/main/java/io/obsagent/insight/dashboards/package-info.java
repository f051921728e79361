// SPDX-License-Identifier: Apache-2.0
/**
 * Dashboards: one model, read from YAML whether the agent brings them or the user; from it
 * Grafana's JSON and what the console draws.
 */
@NullMarked
package io.obsagent.insight.dashboards;

import org.jspecify.annotations.NullMarked;
