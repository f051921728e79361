// SPDX-License-Identifier: Apache-2.0
/** Calls of OkHttp 4 and 5. */
@NullMarked
package io.obsagent.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
