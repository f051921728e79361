// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of the JDK's {@code java.net.http} client.
 *
 * <p>Size: the request that goes out is made and made again in five places of the client.
 */
@NullMarked
package io.obsagent.instrumentation.jdkhttpclient;

import org.jspecify.annotations.NullMarked;
