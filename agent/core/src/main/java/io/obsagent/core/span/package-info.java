// SPDX-License-Identifier: Apache-2.0
/** Spans, what the spans of a trace share, and the context that holds them. */
@NullMarked
package io.obsagent.core.span;

import org.jspecify.annotations.NullMarked;
