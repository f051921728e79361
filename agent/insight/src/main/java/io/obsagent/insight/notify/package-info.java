// SPDX-License-Identifier: Apache-2.0
/** Alert routing and notification: grouping, silences, inhibition, escalation and delivery. */
@NullMarked
package io.obsagent.insight.notify;

import org.jspecify.annotations.NullMarked;
