// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.api;

import java.nio.charset.StandardCharsets;

/** What a request is answered with. The bytes are not changed by anyone. */
@SuppressWarnings("ArrayRecordComponent")
public record Response(int status, String contentType, byte[] bytes) {
  static Response json(int status, byte[] bytes) {
    return new Response(status, "application/json", bytes);
  }

  static Response yaml(String text) {
    return new Response(200, "application/yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
