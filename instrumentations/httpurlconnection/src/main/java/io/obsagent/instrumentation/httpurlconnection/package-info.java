// SPDX-License-Identifier: Apache-2.0
/**
 * Requests sent by {@link java.net.HttpURLConnection}.
 *
 * <p>Size: three methods of one connection may each be the first to send the request.
 */
@NullMarked
package io.obsagent.instrumentation.httpurlconnection;

import org.jspecify.annotations.NullMarked;
