// SPDX-License-Identifier: Apache-2.0
/** How software is delivered, by DORA's metrics, out of events. */
@NullMarked
package io.obsagent.insight.events.dora;

import org.jspecify.annotations.NullMarked;
