// SPDX-License-Identifier: Apache-2.0
/** Calls of the JDK's {@code java.net.http} client. */
@NullMarked
package io.obsagent.instrumentation.jdkhttpclient;

import org.jspecify.annotations.NullMarked;
