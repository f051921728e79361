// SPDX-License-Identifier: Apache-2.0
/** Requests sent by {@link java.net.HttpURLConnection}. */
@NullMarked
package io.obsagent.instrumentation.httpurlconnection;

import org.jspecify.annotations.NullMarked;
