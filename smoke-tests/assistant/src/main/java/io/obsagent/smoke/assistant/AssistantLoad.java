// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Questions of two tenants to the assistant, one after the other, each of them once at least. */
final class AssistantLoad {
  private static final List<String> VISIT =
      List.of("/agent", "/knowledge", "/clerk", "/agent/stream", "/knowledge");

  /** Who asks; another number of them than of questions. */
  private static final List<String> TENANTS = List.of("north", "south", "north");

  private AssistantLoad() {}

  /** {@code URL SECONDS}. */
  static void run(String[] args, PrintStream out) throws InterruptedException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: load URL SECONDS");
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.parseInt(args[1]));
    HttpClient http = HttpClient.newHttpClient();
    int asked = 0;
    int failed = 0;
    while (asked < VISIT.size() || System.nanoTime() < end) {
      String tenant = TENANTS.get(asked % TENANTS.size());
      failed += ask(http, args[0] + VISIT.get(asked % VISIT.size()), tenant) ? 0 : 1;
      asked++;
    }
    out.println(asked + " questions, " + failed + " failed");
    if (failed == asked) {
      throw new IllegalStateException("the assistant at " + args[0] + " answers no question");
    }
  }

  private static boolean ask(HttpClient http, String url, String tenant)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(40))
            .header("X-Tenant", tenant)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
