// SPDX-License-Identifier: Apache-2.0
/** From alerts to notifications: groups, silences, repetition, what is kept of them. */
@NullMarked
package io.obsagent.insight.alerting.dispatch;

import org.jspecify.annotations.NullMarked;
