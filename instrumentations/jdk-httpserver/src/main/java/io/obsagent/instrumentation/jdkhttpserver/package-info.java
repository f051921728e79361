// SPDX-License-Identifier: Apache-2.0
/** Requests served by the JDK's {@code com.sun.net.httpserver}. */
@NullMarked
package io.obsagent.instrumentation.jdkhttpserver;

import org.jspecify.annotations.NullMarked;
