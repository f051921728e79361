// SPDX-License-Identifier: Apache-2.0
/** Operations, spans, context propagation and sampling: what runs on request threads. */
@NullMarked
package io.obsagent.core.telemetry;

import org.jspecify.annotations.NullMarked;
