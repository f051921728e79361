// SPDX-License-Identifier: Apache-2.0
/** Deliveries of other systems: whether they are from them, and what they tell. */
@NullMarked
package io.obsagent.insight.events.webhook;

import org.jspecify.annotations.NullMarked;
