// SPDX-License-Identifier: Apache-2.0
/** What a Prometheus knows of the time before the agent's own series. */
@NullMarked
package io.obsagent.insight.remote;

import org.jspecify.annotations.NullMarked;
