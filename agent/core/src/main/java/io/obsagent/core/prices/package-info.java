// SPDX-License-Identifier: Apache-2.0
/** What models' tokens cost: the table that the agent brings along, and that of the user. */
@NullMarked
package io.obsagent.core.prices;

import org.jspecify.annotations.NullMarked;
