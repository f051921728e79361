// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of OkHttp 4 and 5.
 *
 * <p>Size: headers go into the request at the last link of a chain that changed with OkHttp 4.3.
 */
@NullMarked
package io.obsagent.instrumentation.okhttp;

import org.jspecify.annotations.NullMarked;
