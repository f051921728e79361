// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A thread that no context goes along with, as an event loop's: it has one of its own at most. */
final class Feeder implements AutoCloseable {
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::loop, "feeder");
  private volatile boolean closed;

  Feeder() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Does something there, and looks that the thread's context is what it was. */
  void does(Runnable task) throws Exception {
    within("root", task);
  }

  /** The same while the thread is in a context of its own. */
  void within(String context, Runnable task) throws Exception {
    FutureTask<Void> done =
        new FutureTask<>(
            () -> {
              if (context.equals("root")) {
                checked(context, task);
              } else {
                AgentContext.within(
                    context,
                    () -> {
                      checked(context, task);
                      return null;
                    });
              }
              return null;
            });
    tasks.add(done);
    try {
      done.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failed) {
        throw failed;
      }
      throw e;
    }
  }

  private static void checked(String context, Runnable task) {
    assertThat(AgentContext.current()).isEqualTo(context);
    task.run();
    assertThat(AgentContext.current()).as("after the signal").isEqualTo(context);
  }

  private void loop() {
    try {
      while (!closed) {
        tasks.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
