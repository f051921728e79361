// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The application in a JVM of its own, with the sink that its agent sends to. */
final class RunningTarget implements Closeable {
  private static final String READY = "Bench application ready at http://127.0.0.1:";
  // Longer than the slowest agent keeps a batch (Datadog: one second).
  private static final Duration QUIET = Duration.ofMillis(1_300);
  private static final Duration MAX_DRAIN = Duration.ofSeconds(10);

  private final Contestant contestant;
  private final SpanSink sink;
  private final Process process;
  private final KeepAliveClient client;
  private final double secondsToFirstResponse;
  private final Stats atFirstResponse;

  private RunningTarget(
      Contestant contestant, SpanSink sink, Process process, int port, long startNanos)
      throws IOException {
    this.contestant = contestant;
    this.sink = sink;
    this.process = process;
    this.client = new KeepAliveClient(port);
    client.get("/all");
    this.secondsToFirstResponse = (System.nanoTime() - startNanos) / 1e9;
    this.atFirstResponse = stats();
  }

  /** Starts the application and returns when it has answered its first request. */
  static RunningTarget start(Contestant contestant, String java, Path root, List<String> arguments)
      throws IOException {
    SpanSink sink = SpanSink.start();
    List<String> command = new ArrayList<>(Pinning.toFirstCore());
    command.add(java);
    command.addAll(
        List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseG1GC",
            "-XX:+AlwaysPreTouch",
            // A compiler thread that has ended takes the record of its time with it.
            "-XX:-UseDynamicNumberOfCompilerThreads"));
    command.addAll(contestant.jvmOptions(sink.port()));
    command.add("-jar");
    command.add(root.resolve("smoke-tests/bench-app/target/obs-smoke-bench-app.jar").toString());
    command.addAll(arguments);
    Path log =
        root.resolve("smoke-tests/overhead/target")
            .resolve(contestant.name().replace(' ', '-') + ".log");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile())).start();
    try {
      return new RunningTarget(contestant, sink, process, readyPort(process, log), start);
    } catch (IOException e) {
      process.destroyForcibly();
      sink.close();
      throw e;
    }
  }

  private static int readyPort(Process process, Path log) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        drain(out);
        return Integer.parseInt(line.substring(READY.length()));
      }
    }
    throw new IOException("the application ended before it was ready; see " + log);
  }

  /** Reads on, so that an agent that prints does not fill the pipe and stop. */
  private static void drain(BufferedReader out) {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (out.readLine() != null) {
                  continue;
                }
              } catch (IOException e) {
                return; // the process has ended
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  Contestant contestant() {
    return contestant;
  }

  double secondsToFirstResponse() {
    return secondsToFirstResponse;
  }

  Stats atFirstResponse() {
    return atFirstResponse;
  }

  Stats stats() throws IOException {
    return Stats.parse(client.get("/stats"));
  }

  Stats statsAfterCollection() throws IOException {
    return Stats.parse(client.get("/gc"));
  }

  byte[] page(String path) throws IOException {
    return client.get(path);
  }

  void send(String path, int requests) throws IOException {
    for (int i = 0; i < requests; i++) {
      client.get(path);
    }
  }

  /** Sends a window of requests and tells what each has cost, its export included. */
  Window measure(String path, int requests) throws IOException {
    awaitQuiet();
    long spans = sink.spans();
    Stats before = stats();
    send(path, requests);
    awaitQuiet();
    // The page of figures is a request too, and its span comes in before or after the count.
    return Window.between(before, stats(), sink.spans() - spans, requests);
  }

  private void awaitQuiet() {
    long end = System.nanoTime() + MAX_DRAIN.toNanos();
    long last = -1;
    for (long now = sink.spans(); now != last && System.nanoTime() < end; now = sink.spans()) {
      last = now;
      LockSupport.parkNanos(QUIET.toNanos());
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sink.close();
  }
}
