// SPDX-License-Identifier: Apache-2.0
/**
 * Requests of AsyncHttpClient 2 and 3, which is above Netty: the codec below has no span of its
 * own.
 */
@NullMarked
package io.obsagent.instrumentation.asynchttpclient;

import org.jspecify.annotations.NullMarked;
