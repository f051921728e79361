// SPDX-License-Identifier: Apache-2.0
/** Events of tinylog 2 with trace, span and correlation id in their context, as records. */
@NullMarked
package io.obsagent.instrumentation.tinylog;

import org.jspecify.annotations.NullMarked;
