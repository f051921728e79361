// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A few customers, one request after the other, and a line of progress about every five seconds.
 */
final class ShopLoad {
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final List<String> VISIT =
      List.of(
          "GET /products",
          "GET /products/2",
          "POST /cart?product=2",
          "GET /cart",
          "POST /checkout?product=2",
          "GET /products/3/description",
          "POST /checkout?product=3",
          "GET /assistant",
          "GET /products/99",
          "GET /fail");

  private static final List<String> CUSTOMERS = List.of("alice", "bob", "carol", "dave", "erin");

  private final HttpClient http = HttpClient.newHttpClient();
  private final PrintStream out;
  private final String url;
  private int sent;
  private int failed;

  private ShopLoad(String url, PrintStream out) {
    this.url = url;
    this.out = out;
  }

  /**
   * {@code URL [--seconds N] [--rate REQUESTS_A_SECOND]}; 30 seconds and 10 a second by default.
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      throw new IllegalArgumentException("usage: load URL [--seconds N] [--rate N]");
    }
    int seconds = 30;
    int rate = 10;
    for (int i = 1; i + 1 < args.length; i += 2) {
      int value = Integer.parseInt(args[i + 1]);
      switch (args[i]) {
        case "--seconds" -> seconds = Math.max(1, value);
        case "--rate" -> rate = Math.max(1, Math.min(1_000, value));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    new ShopLoad(args[0], System.out).run(Duration.ofSeconds(seconds), rate);
  }

  private void run(Duration duration, int rate) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    long step = TimeUnit.SECONDS.toNanos(1) / rate;
    long report = start + PROGRESS_NANOS;
    for (long due = start; due < end; due = Math.max(due + step, System.nanoTime() - step)) {
      LockSupport.parkNanos(due - System.nanoTime());
      send(VISIT.get(sent % VISIT.size()));
      if (System.nanoTime() >= report) {
        report += PROGRESS_NANOS;
        progress(start);
      }
    }
    progress(start);
  }

  private void send(String request) throws InterruptedException {
    String[] parts = request.split(" ");
    HttpRequest built =
        HttpRequest.newBuilder(URI.create(url + parts[1]))
            .method(parts[0], HttpRequest.BodyPublishers.noBody())
            .header("X-User-Id", CUSTOMERS.get(sent / VISIT.size() % CUSTOMERS.size()))
            .timeout(Duration.ofSeconds(40))
            .build();
    sent++;
    try {
      if (http.send(built, HttpResponse.BodyHandlers.discarding()).statusCode() >= 500) {
        failed++;
      }
    } catch (IOException e) {
      failed++;
    }
  }

  private void progress(long start) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    out.println("load: " + seconds + " s, " + sent + " requests, " + failed + " failed");
  }
}
