// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What the measured application tells of itself: nanoseconds and bytes since its start. */
record Stats(
    long cpu,
    long jitCpu,
    long gcCpu,
    long requestCpu,
    long otherCpu,
    long allocated,
    long heapUsed,
    long heapCommitted,
    long rss,
    long classes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stats parse(byte[] json) throws IOException {
    return JSON.readValue(json, Stats.class);
  }
}
