// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.time.Duration;

/**
 * What came back.
 *
 * @param retryAfter what the back end asked for, or zero
 * @param body cut after {@link HttpResponseReader#KEPT_BODY}
 */
@SuppressWarnings("ArrayRecordComponent")
record HttpResponse(int status, Duration retryAfter, boolean keepAlive, byte[] body) {}
