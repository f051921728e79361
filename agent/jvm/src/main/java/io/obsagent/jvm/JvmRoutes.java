// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code /monitoring/jvm/…}: threads, a profile, a class histogram, a collection of garbage. What
 * costs the application a pause is for operators and is done one at a time. Thread-safe.
 */
final class JvmRoutes implements AutoCloseable {
  private static final String ROOT = "/monitoring/jvm";
  private static final String NO_JFR =
      "this JVM has no module jdk.jfr, so nothing can be sampled; give java or jlink"
          + " --add-modules jdk.jfr";

  private static final int USUAL_SECONDS = 10;

  private final ThreadDump threads = new ThreadDump(System::nanoTime);
  private final ClassHistogram histogram = new ClassHistogram(System::nanoTime);
  private final boolean withJfr;
  private final @Nullable Path directory;
  private @Nullable Profiler profiler;

  JvmRoutes() {
    this(ModuleLayer.boot().findModule("jdk.jfr").isPresent(), null);
  }

  /**
   * @param directory for recordings; null for that of temporary files
   */
  JvmRoutes(boolean withJfr, @Nullable Path directory) {
    this.withJfr = withJfr;
    this.directory = directory;
  }

  void register(Routes routes) {
    routes.add("GET", ROOT + "/threads", Access.READ, threads::answer);
    routes.add("GET", ROOT + "/histogram", Access.WRITE, histogram::answer);
    routes.add("POST", ROOT + "/gc", Access.WRITE, request -> collect());
    routes.add("GET", ROOT + "/profile", Access.READ, this::profile);
    routes.add("POST", ROOT + "/profile", Access.WRITE, this::startProfile);
    routes.add("DELETE", ROOT + "/profile", Access.WRITE, request -> stopProfile());
  }

  /** A full collection: what is used afterwards is what the application really needs. */
  private static synchronized Response collect() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long before = memory.getHeapMemoryUsage().getUsed();
    long start = System.nanoTime();
    memory.gc();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    long after = memory.getHeapMemoryUsage().getUsed();
    return Response.json(
        200,
        json ->
            json.object()
                .field("before_bytes", before)
                .field("after_bytes", after)
                .field("millis", millis)
                .end());
  }

  private Response startProfile(Request request) {
    Profiler found = profiler();
    if (found == null) {
      return Response.error(501, NO_JFR);
    }
    int seconds = seconds(request.parameter("seconds"));
    return found.begin(seconds)
        ? Response.json(202, found::write)
        : Response.error(409, "a profile is being taken already; one at a time");
  }

  private static int seconds(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return USUAL_SECONDS;
    }
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 1 && seconds <= Profiler.MAX_SECONDS) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "seconds: expected a whole number from 1 to " + Profiler.MAX_SECONDS);
  }

  private Response profile(Request request) {
    Profiler found = profiler();
    if (found == null) {
      return Response.error(501, NO_JFR);
    }
    String route = request.parameter("route");
    String group = request.parameter("group");
    return Response.json(200, json -> found.write(json, route, group));
  }

  private Response stopProfile() {
    Profiler found = profiler();
    if (found == null) {
      return Response.error(501, NO_JFR);
    }
    found.stop();
    return Response.json(200, found::write);
  }

  private synchronized @Nullable Profiler profiler() {
    if (withJfr && profiler == null) {
      profiler = new Profiler(directory);
    }
    return profiler;
  }

  @Override
  public synchronized void close() {
    if (profiler != null) {
      profiler.stop();
    }
  }
}
