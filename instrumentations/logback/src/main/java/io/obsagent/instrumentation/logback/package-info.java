// SPDX-License-Identifier: Apache-2.0
/** Trace, span and correlation id in the MDC of Logback's events. */
@NullMarked
package io.obsagent.instrumentation.logback;

import org.jspecify.annotations.NullMarked;
