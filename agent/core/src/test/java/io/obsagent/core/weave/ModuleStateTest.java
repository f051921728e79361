// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.log.AgentLog;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModuleStateTest {
  private final ModuleState module =
      new ModuleState(
          ModuleDescriptor.of(
              new InstrumentationModule("shelf", "Shelf 1") {
                @Override
                public String description() {
                  return "For this test.";
                }

                @Override
                public List<TypeInstrumentation> types() {
                  return List.of();
                }
              }),
          true);

  @AfterEach
  void restoreLog() {
    AgentLog.install(AgentLog.Level.WARN, (level, message, cause) -> {});
  }

  @Test
  void whoeverBlocksTheLogBlocksNoCallSite() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AgentLog.install(
        AgentLog.Level.INFO,
        (level, message, cause) -> {
          writing.countDown();
          awaitQuietly(release);
        });
    Thread logging = new Thread(() -> module.addIncompatible("class Shelf missing"));
    logging.start();
    writing.await();

    FutureTask<Integer> other =
        new FutureTask<>(
            () -> {
              module.countSite();
              return module.siteCount();
            });
    new Thread(other).start();

    assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    release.countDown();
    logging.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
