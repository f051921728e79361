// SPDX-License-Identifier: Apache-2.0
/** What this process is: the attributes that all its telemetry carries. */
@NullMarked
package io.obsagent.core.resource;

import org.jspecify.annotations.NullMarked;
