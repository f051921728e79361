// SPDX-License-Identifier: Apache-2.0
/** What features keep over a restart, in files that outlive a kill. */
@NullMarked
package io.obsagent.insight.state;

import org.jspecify.annotations.NullMarked;
