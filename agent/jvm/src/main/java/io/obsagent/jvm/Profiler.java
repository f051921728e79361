// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.service.AgentThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Samples what runs by the JVM's flight recorder, one profile at a time, on a thread of the
 * agent's. Recordings of the application go on beside it. The last profile is kept. Thread-safe.
 *
 * <p>The recorder takes samples of threads that run Java code, some of them each 10 ms: the shares
 * of a profile are shares of that, not of the time that requests take. Only while it does, threads
 * note which request they work for.
 */
final class Profiler {
  static final int MAX_SECONDS = 60;

  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final long MAX_BYTES = 64L << 20;

  private enum State {
    NONE,
    RUNNING,
    DONE,
    FAILED
  }

  private final @Nullable Path directory;
  private State state = State.NONE;
  private int seconds;
  private String started = "";
  private String error = "";
  private CountDownLatch stop = new CountDownLatch(0);
  private @Nullable Profile profile;

  /**
   * @param directory for the recording until it is read; null for that of temporary files
   */
  Profiler(@Nullable Path directory) {
    this.directory = directory;
  }

  /** Whether it was begun: not while another is being taken. */
  synchronized boolean begin(int wantedSeconds) {
    if (state == State.RUNNING) {
      return false;
    }
    state = State.RUNNING;
    seconds = wantedSeconds;
    started = Instant.now().toString();
    error = "";
    profile = null;
    CountDownLatch ended = new CountDownLatch(1);
    stop = ended;
    AgentThread.newThread("profile", () -> run(wantedSeconds, ended)).start();
    return true;
  }

  /** Ends the one that is being taken; what it has so far is kept. */
  synchronized void stop() {
    stop.countDown();
  }

  private void run(int wantedSeconds, CountDownLatch ended) {
    try {
      Profile taken = take(wantedSeconds, ended);
      finish(State.DONE, taken, "");
    } catch (InterruptedException e) {
      finish(State.FAILED, null, "interrupted");
    } catch (IOException | RuntimeException | LinkageError e) {
      AgentLog.limited(AgentLog.Level.WARN, "jvm.profile", "a profile failed: " + e);
      finish(State.FAILED, null, e.toString());
    }
  }

  private synchronized void finish(State end, @Nullable Profile taken, String problem) {
    state = end;
    profile = taken;
    error = problem;
  }

  private Profile take(int wantedSeconds, CountDownLatch ended)
      throws IOException, InterruptedException {
    Path file = temporary();
    try {
      try (Recording recording = new Recording()) {
        recording.setName("obs-agent");
        recording.setMaxSize(MAX_BYTES);
        recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
        RequestEvents.begin(recording);
        recording.start();
        boolean stopped = ended.await(wantedSeconds, TimeUnit.SECONDS);
        recording.stop();
        AgentLog.debug(stopped ? "a profile was stopped" : "a profile is complete");
        recording.dump(file);
      } finally {
        RequestEvents.end();
      }
      return read(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Path temporary() throws IOException {
    return directory == null
        ? Files.createTempFile("obs-profile-", ".jfr")
        : Files.createTempFile(directory, "obs-profile-", ".jfr");
  }

  private static Profile read(Path file) throws IOException {
    Samples samples = new Samples();
    forEach(
        file,
        "jdk.ExecutionSample",
        event -> {
          RecordedStackTrace stack = event.getStackTrace();
          RecordedThread thread = event.getThread("sampledThread");
          if (stack != null && thread != null) {
            String name = thread.getJavaName();
            String group = ThreadGroups.of(name == null ? "" : name);
            samples.add(thread.getId(), nanos(event), group, frames(stack));
          }
        });
    samples.sort();
    forEach(
        file,
        RequestEvents.CHANGE,
        event -> {
          RecordedThread thread = event.getThread();
          if (thread != null) {
            long from = event.getLong("from");
            samples.change(thread.getId(), nanos(event), from, event.getLong("to"));
          }
        });
    samples.settle();
    forEach(
        file,
        RequestEvents.NAME,
        event -> samples.name(event.getLong("request"), event.getString("name")));
    return samples.profile();
  }

  private static void forEach(Path file, String type, Consumer<RecordedEvent> reader)
      throws IOException {
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals(type)) {
          reader.accept(event);
        }
      }
    }
  }

  private static long nanos(RecordedEvent event) {
    Instant at = event.getStartTime();
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  private static List<String> frames(RecordedStackTrace stack) {
    List<String> frames = new ArrayList<>();
    for (RecordedFrame frame : stack.getFrames()) {
      RecordedMethod method = frame.getMethod();
      if (method != null) {
        frames.add(plain(method.getType().getName()) + "." + method.getName());
      }
    }
    if (stack.isTruncated()) {
      frames.add("(deeper)");
    }
    Collections.reverse(frames);
    return frames;
  }

  /** Without what differs from one class to the next that the JVM itself has made. */
  static String plain(String type) {
    int lambda = type.indexOf("$$Lambda");
    return lambda >= 0
        ? type.substring(0, lambda) + "$$Lambda"
        : type.replaceFirst("(GeneratedMethodAccessor|LambdaForm\\$\\w+|/0x)[0-9a-f]+.*", "$1");
  }

  void write(JsonWriter json) {
    write(json, null, null);
  }

  /**
   * @param route as the spans of its requests are named; null for all
   * @param group of threads; null for all
   */
  synchronized void write(JsonWriter json, @Nullable String route, @Nullable String group) {
    Profile taken = profile;
    json.object().field("state", state.name().toLowerCase(Locale.ROOT));
    json.field("seconds", seconds).field("max_seconds", MAX_SECONDS).field("started", started);
    if (!error.isEmpty()) {
      json.field("error", error);
    }
    if (taken != null) {
      json.field("samples", taken.samples());
      taken.write(json, route, group);
    }
    json.end();
  }
}
