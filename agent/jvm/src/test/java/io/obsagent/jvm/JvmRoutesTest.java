// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JvmRoutesTest {
  @TempDir static Path directory;

  private final JvmRoutes jvm = new JvmRoutes(true, directory);
  private final Map<String, Handler> handlers = new TreeMap<>();
  private final Map<String, Access> accesses = new TreeMap<>();
  private volatile double sink;

  JvmRoutesTest() {
    register(jvm);
  }

  private void register(JvmRoutes routes) {
    routes.register(
        (method, path, access, handler) -> {
          handlers.put(method + " " + path, handler);
          accesses.put(method + " " + path, access);
        });
  }

  @AfterEach
  void close() {
    jvm.close();
  }

  @Test
  void whatPausesTheApplicationIsForOperators() {
    assertThat(accesses)
        .containsEntry("GET /monitoring/jvm/threads", Access.READ)
        .containsEntry("GET /monitoring/jvm/profile", Access.READ)
        .containsEntry("POST /monitoring/jvm/profile", Access.WRITE)
        .containsEntry("GET /monitoring/jvm/histogram", Access.WRITE)
        .containsEntry("POST /monitoring/jvm/gc", Access.WRITE);
  }

  @Test
  void threadsAreShownWithTheirGroupAndStack() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 1; i <= 2; i++) {
      Thread thread = new Thread(() -> await(end), "worker-" + i + "-of-12");
      thread.setDaemon(true);
      thread.start();
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    try {
      assertThat(call("GET /monitoring/jvm/threads"))
          .contains("\"name\":\"worker-1-of-12\",\"state\":\"WAITING\",\"daemon\":true")
          .contains(
              "\"group\":\"worker-#-of-#\",\"locked_on\":\"java.util.concurrent.CountDownLatch")
          .contains("io.obsagent.jvm.JvmRoutesTest.await(JvmRoutesTest.java:")
          .containsPattern(
              "\\{\"name\":\"worker-#-of-#\",\"count\":2,\"cpu_ms\":\\d+,\"states\":\\{\"WAITING\":2}}")
          .contains("\"deadlocks\":[]");
    } finally {
      end.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDeadlockIsACircleOfThreads() throws Exception {
    ReentrantLock first = new ReentrantLock();
    ReentrantLock second = new ReentrantLock();
    CountDownLatch both = new CountDownLatch(2);
    Thread one = locker(first, second, both);
    Thread other = locker(second, first, both);
    // Queued, so not at the latch any more; then parked.
    while (!second.hasQueuedThread(one)
        || !first.hasQueuedThread(other)
        || one.getState() != Thread.State.WAITING
        || other.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    try {
      List<List<Long>> cycles =
          ThreadDump.cycles(java.lang.management.ManagementFactory.getThreadMXBean());
      assertThat(cycles).hasSize(1);
      assertThat(cycles.get(0)).containsExactlyInAnyOrder(one.getId(), other.getId());
    } finally {
      one.interrupt();
      other.interrupt();
      one.join();
      other.join();
    }
  }

  private static Thread locker(ReentrantLock mine, ReentrantLock other, CountDownLatch both) {
    Thread thread =
        new Thread(
            () -> {
              mine.lock();
              try {
                both.countDown();
                both.await();
                other.lockInterruptibly();
                other.unlock();
              } catch (InterruptedException e) {
                // the end of the test
              } finally {
                mine.unlock();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void aProfileShowsWhatRunsAndLeavesNoFile() throws Exception {
    Thread busy = new Thread(this::burn, "burner-7");
    busy.setDaemon(true);
    busy.start();
    try {
      assertThat(call("GET /monitoring/jvm/profile")).contains("\"state\":\"none\"");
      String profile = "";
      // The recorder takes a while to begin on a busy machine: until there is a sample of it.
      for (int i = 0; i < 10 && !profile.contains("JvmRoutesTest.burn"); i++) {
        assertThat(status("POST /monitoring/jvm/profile", "seconds", "60")).isEqualTo(202);
        assertThat(status("POST /monitoring/jvm/profile", "seconds", "1"))
            .as("one at a time")
            .isEqualTo(409);
        TimeUnit.MILLISECONDS.sleep(500L << Math.min(i, 4)); // to be sampled takes time
        call("DELETE /monitoring/jvm/profile");
        profile = whenDone();
      }
      assertThat(profile)
          .contains("\"state\":\"done\"", "{\"name\":\"burner-#\",\"samples\":")
          .contains("{\"name\":\"io.obsagent.jvm.JvmRoutesTest.burn\",\"value\":");
      assertThat(call("GET /monitoring/jvm/profile", "group", "burner-#"))
          .contains("JvmRoutesTest.burn");
      assertThat(call("GET /monitoring/jvm/profile", "group", "none of this name"))
          .contains("\"tree\":{\"name\":\"all\",\"value\":0,\"children\":[]}");
      assertThat(directory).isEmptyDirectory();
    } finally {
      sink = Double.NaN;
      busy.join();
    }
  }

  @Test
  void aSampleBelongsToTheRouteThatItsThreadServes() throws Exception {
    AtomicBoolean named = new AtomicBoolean();
    Thread busy = new Thread(() -> serve(named), "server-1");
    busy.setDaemon(true);
    busy.start();
    try {
      assertThat(Telemetry.requestWatch()).as("without a profile").isNull();
      String profile = "";
      for (int i = 0; i < 10 && !profile.contains("JvmRoutesTest.work"); i++) {
        assertThat(status("POST /monitoring/jvm/profile", "seconds", "60")).isEqualTo(202);
        while (!named.getAndSet(false)) {
          Thread.onSpinWait();
        }
        TimeUnit.MILLISECONDS.sleep(500L << Math.min(i, 4)); // to be sampled takes time
        call("DELETE /monitoring/jvm/profile");
        whenDone();
        profile = call("GET /monitoring/jvm/profile", "route", "GET /orders/{id}");
      }
      assertThat(profile)
          .contains("{\"name\":\"GET /orders/{id}\",\"samples\":")
          .contains("{\"name\":\"server-#\",\"samples\":")
          .contains("{\"name\":\"io.obsagent.jvm.JvmRoutesTest.work\",\"value\":")
          .doesNotContain("JvmRoutesTest.idle");
      assertThat(call("GET /monitoring/jvm/profile", "route", Profile.NO_ROUTE))
          .doesNotContain("JvmRoutesTest.work");
      assertThat(Telemetry.requestWatch()).as("after the profile").isNull();
    } finally {
      sink = Double.NaN;
      busy.join();
    }
  }

  /** Requests of 20 ms or so, as the agent tells of them. */
  private void serve(AtomicBoolean named) {
    for (long request = 1; !Double.isNaN(sink); request++) {
      Telemetry.RequestWatch watch = Telemetry.requestWatch();
      if (watch != null) {
        watch.changes(0, request);
        watch.isNamed(request, "GET");
      }
      work();
      if (watch != null) {
        watch.isNamed(request, "GET /orders/{id}");
        watch.changes(request, 0);
        named.set(true);
      }
      idle();
    }
  }

  private void work() {
    spin(20);
  }

  private void idle() {
    spin(5);
  }

  private void spin(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    double x = 1;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 1_000; i++) {
        x = Math.sqrt(x + i);
      }
    }
    burned = x;
  }

  private void burn() {
    double x = 1;
    while (!Double.isNaN(sink)) {
      for (int i = 0; i < 100_000; i++) {
        x = Math.sqrt(x + i);
      }
      if (!Double.isNaN(sink)) {
        burned = x;
      }
    }
  }

  private volatile double burned;

  private String whenDone() throws Exception {
    String profile = call("GET /monitoring/jvm/profile");
    while (profile.contains("\"state\":\"running\"")) {
      TimeUnit.MILLISECONDS.sleep(20);
      profile = call("GET /monitoring/jvm/profile");
    }
    return profile;
  }

  @Test
  void secondsHaveBounds() {
    for (String seconds : List.of("0", "61", "-1", "ten", "9999999999")) {
      assertThatThrownBy(() -> call("POST /monitoring/jvm/profile", "seconds", seconds))
          .as(seconds)
          .hasMessage("seconds: expected a whole number from 1 to 60");
    }
  }

  @Test
  void withoutTheFlightRecorderItSaysSo() throws Exception {
    register(new JvmRoutes(false, null));
    for (String route : List.of("GET", "POST", "DELETE")) {
      assertThat(status(route + " /monitoring/jvm/profile")).isEqualTo(501);
      assertThat(call(route + " /monitoring/jvm/profile")).contains("--add-modules jdk.jfr");
    }
  }

  @Test
  void aHistogramCountsObjects() throws Exception {
    assertThat(call("GET /monitoring/jvm/histogram"))
        .contains("{\"name\":\"java.lang.String\",\"module\":\"java.base", "\"name\":\"byte[]\"")
        .contains("\"live\":false");
    assertThat(call("GET /monitoring/jvm/histogram", "live", "true")).contains("\"live\":true");
  }

  @Test
  void namesOfArraysAreAsInSourceText() {
    assertThat(ClassHistogram.plain("[[J")).isEqualTo("long[][]");
    assertThat(ClassHistogram.plain("[Lcom.acme.Order;")).isEqualTo("com.acme.Order[]");
    assertThat(ClassHistogram.plain("com.acme.Order")).isEqualTo("com.acme.Order");
  }

  @Test
  void classesThatTheJvmMakesHaveOneNameInAProfile() {
    assertThat(Profiler.plain("com.acme.Order$$Lambda$14.33000738"))
        .isEqualTo("com.acme.Order$$Lambda");
    assertThat(Profiler.plain("com.acme.Order$$Lambda/0x00007f1234"))
        .isEqualTo("com.acme.Order$$Lambda");
    assertThat(Profiler.plain("jdk.internal.reflect.GeneratedMethodAccessor12"))
        .isEqualTo("jdk.internal.reflect.GeneratedMethodAccessor");
    assertThat(Profiler.plain("com.acme.Order$1")).isEqualTo("com.acme.Order$1");
  }

  @Test
  void aCollectionTellsWhatIsLeft() throws Exception {
    assertThat(call("POST /monitoring/jvm/gc"))
        .containsPattern("\\{\"before_bytes\":\\d+,\"after_bytes\":\\d+,\"millis\":\\d+}");
  }

  @Test
  void aProfileIsBounded() {
    Profile profile = new Profile();
    for (int i = 0; i < 2 * Profile.MAX_NODES; i++) {
      profile.add("GET /", "group", List.of("outer", "inner" + i));
    }
    io.obsagent.spi.http.JsonWriter json = new io.obsagent.spi.http.JsonWriter();
    json.object();
    profile.write(json, null, null);
    json.end();
    assertThat(new String(json.toBytes(), StandardCharsets.UTF_8))
        .contains("{\"name\":\"outer\",\"value\":" + 2 * Profile.MAX_NODES + ",\"children\":[]}");
  }

  @Test
  void aDeepStackIsWrittenToItsEnd() {
    Profile profile = new Profile();
    profile.add("GET /", "group", Collections.nCopies(200, "again"));
    io.obsagent.spi.http.JsonWriter json = new io.obsagent.spi.http.JsonWriter();
    json.object();
    profile.write(json, null, null);
    json.end();
    assertThat(new String(json.toBytes(), StandardCharsets.UTF_8).split("again", -1)).hasSize(201);
  }

  private int status(String route, String... parameters) throws Exception {
    return handlers.get(route).handle(request(route, parameters)).status();
  }

  private String call(String route, String... parameters) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handlers.get(route).handle(request(route, parameters)).body().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Request request(String route, String... parameters) {
    Map<String, List<String>> given =
        parameters.length == 0 ? Map.of() : Map.of(parameters[0], List.of(parameters[1]));
    return new Request(route.split(" ")[0], "/", given, Map.of(), Map.of(), new byte[0]);
  }
}
