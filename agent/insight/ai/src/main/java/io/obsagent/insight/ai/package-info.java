// SPDX-License-Identifier: Apache-2.0
/** What AI calls did, used and cost in a time, by model, route or whoever made them. */
@NullMarked
package io.obsagent.insight.ai;

import org.jspecify.annotations.NullMarked;
