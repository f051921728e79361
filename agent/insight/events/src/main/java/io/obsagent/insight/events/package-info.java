// SPDX-License-Identifier: Apache-2.0
/** What happened to the application: kept, told of, and found without anybody telling. */
@NullMarked
package io.obsagent.insight.events;

import org.jspecify.annotations.NullMarked;
