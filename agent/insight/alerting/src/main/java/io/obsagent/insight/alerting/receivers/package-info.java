// SPDX-License-Identifier: Apache-2.0
/** Notifications, and the services that they are sent to. */
@NullMarked
package io.obsagent.insight.alerting.receivers;

import org.jspecify.annotations.NullMarked;
