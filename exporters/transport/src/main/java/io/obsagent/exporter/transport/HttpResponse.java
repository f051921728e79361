// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What came back.
 *
 * @param retryAfter what the back end asked for, or zero
 * @param body its beginning
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpResponse(int status, Duration retryAfter, boolean keepAlive, byte[] body) {
  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
