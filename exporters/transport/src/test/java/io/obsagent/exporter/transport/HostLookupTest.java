// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostLookupTest {
  private final CountDownLatch released = new CountDownLatch(1);
  private final Set<Thread> asked = ConcurrentHashMap.newKeySet();

  /** Hangs for all names but one. */
  private final HostLookup lookup =
      new HostLookup(
          host -> {
            asked.add(Thread.currentThread());
            if (!host.equals("known")) {
              try {
                released.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
          });

  @AfterEach
  void release() {
    released.countDown();
  }

  private static long in(Duration duration) {
    return System.nanoTime() + duration.toNanos();
  }

  @Test
  void aResolverThatHangsHoldsNobodyBeyondItsTime() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> lookup.find("hangs", in(Duration.ofMillis(50))))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("the host's name was not resolved in time");
    }
    assertThat(asked).hasSize(1);
    assertThat(asked.iterator().next().isDaemon()).isTrue();
  }

  @Test
  void itHoldsNoOtherName() throws Exception {
    assertThatThrownBy(() -> lookup.find("hangs", System.nanoTime()))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(lookup.find("known", in(Duration.ofMinutes(1))))
        .containsExactly(InetAddress.getLoopbackAddress());
  }

  @Test
  void threadsHaveABoundAndComeBack() throws Exception {
    for (int i = 0; i < 8; i++) {
      String host = "hangs" + i;
      assertThatThrownBy(() -> lookup.find(host, System.nanoTime()))
          .isInstanceOf(SocketTimeoutException.class);
    }
    assertThatThrownBy(() -> lookup.find("known", in(Duration.ofMinutes(1))))
        .hasMessage("the names of 8 hosts are being looked up, without an answer");
    released.countDown();
    for (Thread thread : asked) {
      thread.join(60_000);
    }
    assertThat(lookup.find("known", in(Duration.ofMinutes(1)))).hasSize(1);
  }

  @Test
  void aHostThatIsNotThereIsUnknown() {
    released.countDown();
    assertThatThrownBy(() -> lookup.find("nowhere", in(Duration.ofMinutes(1))))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("nowhere");
  }
}
