// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in over the wire.
 *
 * @param headers by lower-case name; the last of several values
 */
public record ReceivedRequest(
    String method, String path, Map<String, String> headers, byte[] body) {

  /** The value of a header, whatever the case of its name. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
