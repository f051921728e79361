// SPDX-License-Identifier: Apache-2.0
/** Routes, receivers and times, as Alertmanager's file or the agent's own tells them. */
@NullMarked
package io.obsagent.insight.alerting.config;

import org.jspecify.annotations.NullMarked;
