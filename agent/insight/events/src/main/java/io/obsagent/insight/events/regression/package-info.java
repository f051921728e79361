// SPDX-License-Identifier: Apache-2.0
/** Whether requests do worse after a deployment than before it. */
@NullMarked
package io.obsagent.insight.events.regression;

import org.jspecify.annotations.NullMarked;
