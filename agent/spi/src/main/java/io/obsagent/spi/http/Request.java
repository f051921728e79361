// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the agent's own port, within the server's bounds. Immutable.
 *
 * @param path decoded, without the query
 * @param parameters of the query and of a form in the body, decoded, in their order
 * @param headers names in lower case
 * @param pathParameters what the braces of the route matched
 * @param body at most the server's bound; empty if none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Request(
    String method,
    String path,
    Map<String, List<String>> parameters,
    Map<String, List<String>> headers,
    Map<String, String> pathParameters,
    byte[] body) {

  /** The first value of the header, whatever its case; null if there is none. */
  public @Nullable String header(String name) {
    return first(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
  }

  /** The first value of the parameter; null if there is none. */
  public @Nullable String parameter(String name) {
    return first(parameters.get(name));
  }

  /**
   * @throws IllegalStateException if the route has no such segment
   */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalStateException("route has no segment {" + name + "}");
    }
    return value;
  }

  private static @Nullable String first(@Nullable List<String> values) {
    return values == null || values.isEmpty() ? null : values.get(0);
  }
}
