// SPDX-License-Identifier: Apache-2.0
/** Trace context, baggage and correlation ids in the headers of requests. */
@NullMarked
package io.obsagent.core.propagation;

import org.jspecify.annotations.NullMarked;
