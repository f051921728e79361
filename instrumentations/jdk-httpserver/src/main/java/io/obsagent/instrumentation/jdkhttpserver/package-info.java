// SPDX-License-Identifier: Apache-2.0
/**
 * Requests served by the JDK's {@code com.sun.net.httpserver}. Longer than another server's module
 * would be: the server has no event for the end of an answer, so each way to write or close one is
 * advised, and what it refuses before there is an exchange is a request of another type.
 */
@NullMarked
package io.obsagent.instrumentation.jdkhttpserver;

import org.jspecify.annotations.NullMarked;
