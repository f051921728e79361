// SPDX-License-Identifier: Apache-2.0
/** Alerts as they go from whoever found them to whoever sends them on. */
@NullMarked
package io.obsagent.insight.alert;

import org.jspecify.annotations.NullMarked;
