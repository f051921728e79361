// SPDX-License-Identifier: Apache-2.0
/**
 * The JDK's client. Size: one class more for each of the three places where the JDK makes and
 * writes its own copy of a request, so that the application's stays as it is.
 */
@NullMarked
package io.obsagent.instrumentation.jdkhttpclient;

import org.jspecify.annotations.NullMarked;
