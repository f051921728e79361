// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.nio.NioEventLoopGroup;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class BlockedLoopTest {
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);

  private static Map.Entry<?, ?> longest() {
    for (Map.Entry<String, Callable<?>> check : Recorded.health().entrySet()) {
      if (check.getKey().startsWith("event loops ")) {
        try {
          return (Map.Entry<?, ?>) check.getValue().call();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }
    throw new AssertionError("no event loops among " + Recorded.health().keySet());
  }

  private static boolean isBlocked() {
    return (Long) longest().getKey() > SHORT;
  }

  @Test
  void aLoopThatIsBlockedIsKnownWithItsThreadUntilItGoesOn() throws Exception {
    NioEventLoopGroup group = new NioEventLoopGroup(2);
    CountDownLatch goOn = new CountDownLatch(1);
    try {
      var loop = group.next();
      CountDownLatch blocked = new CountDownLatch(1);
      String[] known = {""};
      loop.submit(() -> {}).sync();
      // The first beat tells it who its thread is.
      Recorded.await(() -> !isBlocked(), () -> "a loop is blocked already");
      loop.execute(
          () -> {
            known[0] = Thread.currentThread().getName();
            blocked.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      blocked.await();
      Recorded.await(BlockedLoopTest::isBlocked, () -> "the blocked loop is not known");
      assertThat(longest().getValue()).isIn(known[0], "an event loop");
      goOn.countDown();
      Recorded.await(() -> !isBlocked(), () -> "the loop goes on, and is still blocked");
    } finally {
      goOn.countDown();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }
}
