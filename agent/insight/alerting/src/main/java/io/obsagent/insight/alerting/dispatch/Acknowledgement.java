// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import java.time.Instant;

/** Someone has taken an alert on: no repeats and no escalation until it resolves. */
public record Acknowledgement(long fingerprint, String by, String comment, Instant at) {}
