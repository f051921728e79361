// SPDX-License-Identifier: Apache-2.0
/** Puts alerting into the agent: options, routes, commands. */
@NullMarked
package io.obsagent.insight.alerting;

import org.jspecify.annotations.NullMarked;
