// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import java.util.Locale;

/**
 * Makes the calls in this JVM, in windows in which the agent works or rests by turns: code that is
 * compiled otherwise in another JVM, as that of a library that parses, makes no difference. Prints
 * for each SDK a line: its name; nanoseconds of the CPU and bytes that a call takes while the agent
 * rests; what the agent adds; the same of a chunk; and the bytes that a chunk leaves in use.
 */
final class Windows {
  static final String TOKEN = "only-for-the-measurement";

  private static final int CHUNKS = 1_000;
  private static final int WARM_UP = 20_000;
  private static final int WARM_UP_WINDOWS = 4;
  private static final int KEPT_A_MILLI = 200;
  private static final int KEPT_RUNS = 2;
  private static final long SLICE_NANOS = 10_000_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final int PAUSE_MILLIS = 50;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String agent;
  private final int windows;
  private final long windowNanos;
  private final int kept;

  private Windows(String agent, int windows, int windowMillis) {
    this.agent = agent;
    this.windows = windows;
    windowNanos = windowMillis * 1_000_000L;
    kept = windowMillis * KEPT_A_MILLI;
  }

  /** Of a call or a chunk: the least of all slices, as what else the machine does only adds. */
  private static final class Cost {
    private double nanos = Double.MAX_VALUE;
    private double bytes = Double.MAX_VALUE;

    void measure(Runnable work, int units, long forNanos) {
      long end = THREADS.getCurrentThreadCpuTime() + forNanos;
      while (THREADS.getCurrentThreadCpuTime() < end) {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadCpuTime();
        long elapsed = 0;
        long done = 0;
        while (elapsed < SLICE_NANOS) {
          work.run();
          done += units;
          elapsed = THREADS.getCurrentThreadCpuTime() - before;
        }
        nanos = Math.min(nanos, (double) elapsed / done);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        bytes = Math.min(bytes, (double) allocated / done);
      }
    }
  }

  /**
   * @param arguments the agent's port, how many windows there are, how long each is in milliseconds
   *     of the CPU, and what the names of the SDKs begin with
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Windows windows =
        new Windows(
            "http://127.0.0.1:" + arguments[0] + "/monitoring/",
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]));
    windows.awaitAgent();
    for (Sdk sdk : Sdks.named(arguments[3])) {
      String call = windows.compare(sdk::ask, 1);
      String chunk = "NaN\tNaN\tNaN\tNaN\tNaN";
      if (sdk.stream(1)) {
        chunk = windows.compare(() -> sdk.stream(CHUNKS), CHUNKS) + '\t' + windows.compareKept(sdk);
      }
      System.out.println(sdk.name() + '\t' + call + '\t' + chunk);
    }
    System.exit(0); // threads of the SDKs would wait for work for a minute
  }

  /** Its port is there a little after the application has begun. */
  private void awaitAgent() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      try {
        turn("start");
        return;
      } catch (ConnectException e) {
        if (System.nanoTime() - begun > PATIENCE_NANOS) {
          throw e;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** With the agent at work and at rest, so that all is compiled that either needs. */
  private void warmUp(Runnable work, int units) throws IOException {
    for (String how : List.of("stop", "start")) {
      turn(how);
      long end = THREADS.getCurrentThreadCpuTime() + WARM_UP_WINDOWS * windowNanos;
      for (int done = 0; done < WARM_UP && THREADS.getCurrentThreadCpuTime() < end; done += units) {
        work.run();
      }
    }
  }

  private String compare(Runnable work, int units) throws IOException {
    warmUp(work, units);
    Cost resting = new Cost();
    Cost working = new Cost();
    for (int i = 0; i < windows; i++) {
      turn("stop");
      new Cost().measure(work, units, windowNanos / 2);
      resting.measure(work, units, windowNanos);
      turn("start");
      new Cost().measure(work, units, windowNanos / 2);
      working.measure(work, units, windowNanos);
    }
    return String.format(
        Locale.ROOT,
        "%.1f\t%.1f\t%.1f\t%.1f",
        resting.nanos,
        resting.bytes,
        working.nanos - resting.nanos,
        working.bytes - resting.bytes);
  }

  private String compareKept(Sdk sdk) throws IOException {
    double resting = Double.MAX_VALUE;
    double working = Double.MAX_VALUE;
    for (int i = 0; i < KEPT_RUNS; i++) {
      turn("stop");
      resting = Math.min(resting, Seen.kept(sdk, kept / 25, kept));
      turn("start");
      working = Math.min(working, Seen.kept(sdk, kept / 25, kept));
    }
    return String.format(Locale.ROOT, "%.2f", working - resting);
  }

  private void turn(String how) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(agent + how).openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
    if (connection.getResponseCode() != 200) {
      throw new IOException(how + ": " + connection.getResponseCode());
    }
    connection.getInputStream().readAllBytes();
  }
}
