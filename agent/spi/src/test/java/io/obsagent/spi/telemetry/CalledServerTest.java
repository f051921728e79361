// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those that are not forgotten fail by the time-out. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CalledServerTest {
  @Test
  void aServerIsKnownAsLongAsAClientHoldsIt() {
    CalledServer first = CalledServer.at(true, "held.example", 443);
    CalledServer second = CalledServer.at(true, "held.example", 443);
    assertThat(second).isSameAs(first);
    assertThat(CalledServer.urls()).containsOnlyOnce("https://held.example:443");
    Reference.reachabilityFence(first);

    first = null;
    second = null;
    awaitNone();
  }

  private static void awaitNone() {
    while (!CalledServer.urls().isEmpty()) {
      System.gc();
    }
  }

  @Test
  void whatIsBeyondAHundredIsToldToItsClientsAlone() {
    List<CalledServer> held = new ArrayList<>();
    for (int port = 1; port <= 150; port++) {
      held.add(CalledServer.at(false, "many.example", port));
    }
    assertThat(CalledServer.urls()).hasSize(100);
    assertThat(held).extracting(CalledServer::port).endsWith(149, 150);
    Reference.reachabilityFence(held);

    held.clear();
    awaitNone();
  }
}
