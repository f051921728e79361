// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.obsagent.testing.ContextKit;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;

class LoopTest extends ContextKit {
  private static final DefaultEventExecutor LOOP = new DefaultEventExecutor();

  @AfterAll
  static void stopLoop() {
    LOOP.shutdownGracefully();
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    return LOOP.submit(task);
  }
}
