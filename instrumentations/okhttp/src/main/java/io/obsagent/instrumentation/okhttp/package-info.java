// SPDX-License-Identifier: Apache-2.0
/** Calls of OkHttp 3 to 5. */
@NullMarked
package io.obsagent.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
