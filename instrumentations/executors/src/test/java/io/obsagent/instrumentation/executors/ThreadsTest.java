// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import kotlin.concurrent.ThreadsKt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads that the application starts, and those that are started for it. */
@ExtendWith(AgentExtension.class)
class ThreadsTest {
  private final CompletableFuture<String> seen = new CompletableFuture<>();

  private String seen() throws Exception {
    return seen.get(60, TimeUnit.SECONDS);
  }

  private void see() {
    seen.complete(AgentContext.current());
  }

  private static void within(String name, Callable<?> work) throws Exception {
    AgentContext.within(
        name,
        () -> {
          work.call();
          return "";
        });
  }

  private static void startWithin(String name, Thread thread) throws Exception {
    within(
        name,
        () -> {
          thread.start();
          return null;
        });
  }

  @Test
  void aThreadRunsInTheContextOfWhoStartsIt() throws Exception {
    Thread made = AgentContext.within("making", () -> new Thread(this::see));

    startWithin("starting", made);

    assertThat(seen()).isEqualTo("starting");
  }

  @Test
  void aThreadThatIsStartedOutsideAnyContextHasNone() throws Exception {
    Thread made = AgentContext.within("making", () -> new Thread(this::see));

    made.start();

    assertThat(seen()).isEqualTo("root");
  }

  @Test
  void aSubclassThatRunsItselfHasTheContext() throws Exception {
    startWithin("request", new Own(this::see));

    assertThat(seen()).isEqualTo("request");
  }

  @Test
  void aSubclassThatCallsUpHasTheContextBeforeAndAfter() throws Exception {
    List<String> all = new ArrayList<>();
    Thread thread =
        new Thread(() -> all.add(AgentContext.current())) {
          @Override
          public void run() {
            all.add(AgentContext.current());
            super.run();
            all.add(AgentContext.current());
          }
        };

    startWithin("request", thread);
    thread.join();

    assertThat(all).containsExactly("request", "request", "request");
  }

  @Test
  void threadsThatALoopOfTheJdkStartsHaveTheContext() throws Exception {
    List<Thread> threads = List.of(new Thread(this::see));

    within(
        "request",
        () -> {
          threads.forEach(Thread::start);
          return null;
        });

    assertThat(seen()).isEqualTo("request");
  }

  @Test
  void theHandlerOfWhatAThreadThrowsHasTheContext() throws Exception {
    Thread thread =
        new Thread(
            () -> {
              throw new IllegalStateException("out of stock");
            });
    thread.setUncaughtExceptionHandler(
        (same, thrown) -> seen.complete(thrown.getMessage() + " in " + AgentContext.current()));

    startWithin("request", thread);

    assertThat(seen()).isEqualTo("out of stock in request");
  }

  @Test
  void aThreadKeepsWhatTheApplicationGaveIt() throws Exception {
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    ThreadGroup group = new ThreadGroup("own");
    inherited.set("inherited");
    Runnable task =
        () ->
            seen.complete(
                Thread.currentThread().getThreadGroup().getName()
                    + ' '
                    + Thread.currentThread().getName()
                    + ' '
                    + inherited.get()
                    + ' '
                    + AgentContext.current());

    startWithin("request", new Thread(group, task, "name"));
    inherited.remove();

    assertThat(seen()).isEqualTo("own name inherited request");
  }

  @Test
  void runThatIsCalledAsAMethodStaysInItsCallersContext() throws Exception {
    Thread never = new Thread(this::see);

    within(
        "calling",
        () -> {
          never.run();
          return null;
        });

    assertThat(seen()).isEqualTo("calling");
  }

  @Test
  void aSecondStartFailsAsEverAndKeepsNothing() throws Exception {
    Thread thread = new Thread(this::see);
    startWithin("first", thread);
    assertThatThrownBy(() -> startWithin("second", thread))
        .isInstanceOf(IllegalThreadStateException.class);
    thread.join();
    assertThatThrownBy(() -> startWithin("third", thread))
        .isInstanceOf(IllegalThreadStateException.class);

    within(
        "fourth",
        () -> {
          thread.run();
          return null;
        });

    assertThat(seen()).isEqualTo("first");
  }

  @Test
  void aThreadThatHasEndedIsNotHeld() throws Exception {
    List<WeakReference<Thread>> ended = new ArrayList<>();
    ended.add(ended());

    Recorded.await(
        () -> {
          System.gc();
          return ended.get(0).refersTo(null);
        },
        () -> "a thread that has ended is still held");
  }

  private WeakReference<Thread> ended() throws Exception {
    Thread thread = new Own(this::see);
    startWithin("request", thread);
    thread.join();
    return new WeakReference<>(thread);
  }

  @Test
  void theLoaderOfAThreadThatHasEndedIsCollected() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    loaders.add(runInALoaderOfItsOwn());

    Recorded.await(
        () -> {
          System.gc();
          return loaders.get(0).refersTo(null);
        },
        () -> "the loader of a thread that has ended is still held");
    assertThat(seen()).isEqualTo("request");
  }

  private WeakReference<ClassLoader> runInALoaderOfItsOwn() throws Exception {
    URL classes = Own.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> own = loader.loadClass(Own.class.getName());
      assertThat(own).isNotSameAs(Own.class);
      Constructor<?> constructor = own.getDeclaredConstructor(Runnable.class);
      constructor.setAccessible(true);
      Thread thread = (Thread) constructor.newInstance((Runnable) this::see);
      startWithin("request", thread);
      thread.join();
      return new WeakReference<>(loader);
    }
  }

  @Test
  void aThreadOfKotlinHasTheContext() throws Exception {
    within(
        "request",
        () ->
            ThreadsKt.thread(
                true,
                false,
                null,
                null,
                -1,
                () -> {
                  see();
                  return Unit.INSTANCE;
                }));

    assertThat(seen()).isEqualTo("request");
  }

  @Test
  void theLoopOfAServerThatARequestStartsHasNoContext() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      server.createContext(
          "/",
          exchange -> {
            see();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      within(
          "request",
          () -> {
            server.start();
            return null;
          });
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      assertThat(((HttpURLConnection) uri.toURL().openConnection()).getResponseCode())
          .isEqualTo(204);

      assertThat(seen()).isEqualTo("root");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theWorkersOfPoolsHaveNoContextOfTheirOwn() throws Exception {
    // They have none in what surrounds their tasks.
    BlockingQueue<Thread> workers = new ArrayBlockingQueue<>(3);
    CompletableFuture<String> timer = new CompletableFuture<>();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(1),
            task ->
                new Thread(
                    () -> {
                      workers.add(Thread.currentThread());
                      see();
                      task.run();
                    }));
    ForkJoinPool forkJoin = new ForkJoinPool(1, of -> new OwnWorker(of), null, false);
    try {
      within(
          "request",
          () -> {
            pool.execute(() -> {});
            forkJoin.submit(() -> {}).join();
            new Timer(true)
                .schedule(
                    new TimerTask() {
                      @Override
                      public void run() {
                        timer.complete(AgentContext.current());
                      }
                    },
                    1);
            return null;
          });

      assertThat(seen()).isEqualTo("root");
      assertThat(OwnWorker.STARTED.get(60, TimeUnit.SECONDS)).isEqualTo("root");
      assertThat(timer.get(60, TimeUnit.SECONDS)).isEqualTo("root");
    } finally {
      pool.shutdownNow();
      forkJoin.shutdownNow();
    }
  }

  private static final class Own extends Thread {
    private final Runnable task;

    Own(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      task.run();
    }
  }

  private static final class OwnWorker extends ForkJoinWorkerThread {
    static final CompletableFuture<String> STARTED = new CompletableFuture<>();

    OwnWorker(ForkJoinPool pool) {
      super(pool);
    }

    @Override
    public void run() {
      STARTED.complete(AgentContext.current());
      super.run();
    }
  }
}
