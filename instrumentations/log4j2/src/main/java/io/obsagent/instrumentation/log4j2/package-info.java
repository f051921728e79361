// SPDX-License-Identifier: Apache-2.0
/** Trace, span and correlation id in the context data of Log4j 2's events. */
@NullMarked
package io.obsagent.instrumentation.log4j2;

import org.jspecify.annotations.NullMarked;
