// SPDX-License-Identifier: Apache-2.0
/**
 * Requests of AsyncHttpClient 2 and 3, which is above Netty: the codec below has no span of its
 * own.
 *
 * <p>Size: the end of a call has three ways, and each part of an answer is told in the caller's
 * context.
 */
@NullMarked
package io.obsagent.instrumentation.asynchttpclient;

import org.jspecify.annotations.NullMarked;
