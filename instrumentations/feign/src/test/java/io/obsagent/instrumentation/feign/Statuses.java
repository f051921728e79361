// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.feign;

import feign.Param;
import feign.RequestLine;

/** What the target serves, as an interface. */
interface Statuses {
  @RequestLine("GET /status/{code}?q=1")
  String get(@Param("code") String code);
}
