// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.api;

import io.obsagent.spi.http.Response;

/** Answers one route. Thread-safe. */
@FunctionalInterface
public interface Endpoint {
  /**
   * @throws ApiException for a request that cannot be answered
   * @throws IllegalArgumentException for one that is wrong, with a message for people
   */
  Response answer(Params params);
}
