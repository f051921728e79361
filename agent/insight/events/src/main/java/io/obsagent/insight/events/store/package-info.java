// SPDX-License-Identifier: Apache-2.0
/** The events that are kept, and what their words mean. */
@NullMarked
package io.obsagent.insight.events.store;

import org.jspecify.annotations.NullMarked;
