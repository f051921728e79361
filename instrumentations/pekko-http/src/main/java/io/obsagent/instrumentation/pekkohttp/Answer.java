// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The answer to a request, once there is one. */
final class Answer {
  /** Only while it is passed on: what waits for its end holds none. */
  @Nullable HttpResponse response;

  private int status;

  void take(HttpResponse given) {
    response = given;
    status = given.status().intValue();
  }

  /** Lets the response go. */
  @Nullable HttpResponse give() {
    HttpResponse taken = response;
    response = null;
    return taken;
  }

  int status() {
    return status;
  }
}
