// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a class loader does, classes and their results are what they are without the agent. */
@ExtendWith(AgentExtension.class)
@Timeout(180)
class OddLoaderTest {
  @BeforeEach
  void clear() {
    System.clearProperty("greeter.mark");
  }

  private static void assertWoven() {
    assertThat(System.getProperty("greeter.mark")).isEqualTo("token -");
  }

  @Test
  void aLoaderWithoutResourcesLoadsAsBefore() throws Exception {
    OddLoader loader = new OddLoader.WithoutResources();

    assertThat(loader.greet("Ada")).isEqualTo("Hello Ada");
    assertThat(speak(loader)).isEqualTo("LOUD");
  }

  @Test
  void aLoaderThatFailsAtResourcesAndAtItsOwnIdentityLoadsAsBefore() throws Exception {
    for (Error error : List.of(new AssertionError("odd"), new NoClassDefFoundError("odd"))) {
      OddLoader loader = new OddLoader.Failing(error);

      assertThat(loader.greet("Ada")).isEqualTo("Hello Ada");
      assertThat(speak(loader)).isEqualTo("LOUD");
    }
  }

  private static Object speak(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> loud = loader.loadClass(Loud.class.getName());
    var constructor = loud.getDeclaredConstructor();
    constructor.setAccessible(true);
    var method = loud.getMethod("speak");
    method.setAccessible(true);
    return method.invoke(constructor.newInstance());
  }

  @Test
  void loadersThatTakeOneAnotherForTheSameAreToldApart() throws Exception {
    List<WeakReference<ClassLoader>> dropped = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      OddLoader loader = new OddLoader.Equal();
      clear();
      assertThat(loader.greet("Ada")).isEqualTo("Hello Ada");
      assertWoven();
      dropped.add(new WeakReference<>(loader));
    }
    awaitCollected(dropped);
  }

  @Test
  void aClosedLoaderServesItsLoadedClasses() throws Exception {
    URL classes = Greeter.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader loader = new URLClassLoader(new URL[] {classes}, null);
    Class<?> greeter = loader.loadClass(Greeter.class.getName());
    loader.close();

    Object instance = greeter.getConstructor().newInstance();

    assertThat(greeter.getMethod("greet", String.class).invoke(instance, "Ada"))
        .isEqualTo("Hello Ada");
    assertWoven();
  }

  @Test
  void aSecondDefinitionIsRefusedAsEver() throws Exception {
    OddLoader loader = new OddLoader(Greeter.class);
    loader.loadClass(Greeter.class.getName());

    assertThatThrownBy(() -> loader.define(Greeter.class.getName()))
        .isInstanceOf(LinkageError.class)
        .hasMessageContaining("duplicate class definition");
    assertThat(loader.greet("Ada")).isEqualTo("Hello Ada");
  }

  @Test
  void aHiddenClassWorks() throws Exception {
    Class<?> hidden =
        MethodHandles.lookup()
            .defineHiddenClass(OddLoader.bytes(Greeter.class.getName()), true)
            .lookupClass();

    Object instance = hidden.getConstructor().newInstance();

    assertThat(hidden.getMethod("upper", String.class).invoke(instance, "ada"))
        .asString()
        .startsWith("ADA");
  }

  @Test
  void anInterruptedThreadLoadsAndStaysInterrupted() throws Exception {
    OddLoader loader = new OddLoader(Greeter.class, Loud.class, Quiet.class);
    Thread.currentThread().interrupt();
    try {
      assertThat(loader.greet("Ada")).isEqualTo("Hello Ada");
      assertThat(speak(loader)).isEqualTo("LOUD");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertWoven();
  }

  @Test
  void aThreadThatRunsOutOfStackAgainAndAgainSwitchesNothingOff() throws Exception {
    Greeter greeter = new Greeter();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> greeter.deep(0)).isInstanceOf(StackOverflowError.class);
    }

    clear();
    assertThat(greeter.greet("Ada")).isEqualTo("Hello Ada");
    assertWoven();
  }

  @Test
  void callSitesThatLinkUnderTheLoadersLockAndWithoutItOnManyThreadsGoOn() throws Exception {
    for (int round = 0; round < 40; round++) {
      OddLoader loader = new OddLoader(Greeter.class, Loud.class, Quiet.class);
      // The JVM itself takes the loader's lock while it links these.
      Class.forName(Greeter.class.getName(), true, loader).getConstructors();
      Class.forName(Loud.class.getName(), true, loader).getConstructors();
      CountDownLatch start = new CountDownLatch(1);
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        boolean locking = i % 2 == 0;
        threads.add(
            new Thread(
                () -> {
                  try {
                    start.await();
                    if (locking) {
                      synchronized (loader) {
                        speak(loader);
                        loader.greet("Ada");
                      }
                    } else {
                      loader.greet("Ada");
                      speak(loader);
                    }
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                }));
      }
      threads.forEach(Thread::start);
      start.countDown();
      for (Thread thread : threads) {
        joinOrExplain(thread, threads);
      }
      assertThat(failures).isEmpty();
    }
  }

  private static void joinOrExplain(Thread thread, List<Thread> all) throws InterruptedException {
    thread.join(60_000);
    if (thread.isAlive()) {
      StringBuilder dump = new StringBuilder("deadlock:");
      for (Thread each : all) {
        dump.append("\n\n").append(each);
        for (StackTraceElement frame : each.getStackTrace()) {
          dump.append("\n  at ").append(frame);
        }
      }
      throw new AssertionError(dump);
    }
  }

  @Test
  void twoHundredDroppedLoadersAreCollectedAlthoughTheirClassesWereInUse() throws Exception {
    List<WeakReference<ClassLoader>> dropped = new ArrayList<>();
    CountDownLatch release = new CountDownLatch(1);
    List<Thread> inFlight = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      OddLoader loader = new OddLoader(Greeter.class);
      clear();
      assertThat(loader.greet("Ada")).isEqualTo("Hello Ada");
      assertWoven();
      if (i % 10 == 0) {
        inFlight.add(callThatWaits(loader, release));
      }
      dropped.add(new WeakReference<>(loader));
    }
    release.countDown();
    for (Thread thread : inFlight) {
      thread.join();
    }
    inFlight.clear();

    awaitCollected(dropped);
  }

  /** A call into a woven method that ends only after its loader has been dropped. */
  private static Thread callThatWaits(OddLoader loader, CountDownLatch release) throws Exception {
    Class<?> greeter = loader.loadClass(Greeter.class.getName());
    Object instance = greeter.getConstructor().newInstance();
    var await = greeter.getMethod("await", CountDownLatch.class);
    Thread thread =
        new Thread(
            () -> {
              try {
                await.invoke(instance, release);
              } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void awaitCollected(List<WeakReference<ClassLoader>> loaders) {
    Recorded.await(
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.refersTo(null));
        },
        () ->
            loaders.stream().filter(loader -> !loader.refersTo(null)).count()
                + " loaders of dropped applications are still held");
  }
}
