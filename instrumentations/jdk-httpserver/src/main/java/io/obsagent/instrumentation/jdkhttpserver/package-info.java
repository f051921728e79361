// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by the JDK's {@code com.sun.net.httpserver}.
 *
 * <p>Size: the server has no commit of its own to advise, so each way to answer is.
 */
@NullMarked
package io.obsagent.instrumentation.jdkhttpserver;

import org.jspecify.annotations.NullMarked;
