// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.time.Duration;

/**
 * One more receiver for a group that keeps firing.
 *
 * @param after time since the group's first notification
 * @param unlessAcknowledged whether an acknowledgement of all its alerts holds the step back
 * @param receiver a receiver's or an on-call schedule's name
 */
public record EscalationStep(Duration after, boolean unlessAcknowledged, String receiver) {}
