// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import io.obsagent.api.Obs;
import io.obsagent.api.Tracked;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/**
 * Logs by SLF4J as each line of its input says: {@code COUNT CHARACTERS}, {@code error}, or {@code
 * secrets} and a text that goes wherever an application can put one.
 */
public final class LoggingApplication {
  private static final Logger LOG = LoggerFactory.getLogger("desk");

  private LoggingApplication() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("error")) {
        try (Tracked order = Obs.track("order")) {
          LOG.error("no order, password=hunter2", new IllegalStateException("sold out"));
          order.success();
        }
      } else if (line.startsWith("secrets ")) {
        logEverywhere(line.substring("secrets ".length()));
      } else {
        String[] words = line.split(" ");
        String filling = "x".repeat(Integer.parseInt(words[1]));
        for (int i = 0; i < Integer.parseInt(words[0]); i++) {
          LOG.info("order {} {}", number++, filling);
        }
      }
      System.out.println("done " + line);
    }
  }

  private static void logEverywhere(String text) {
    Thread.currentThread().setName("worker " + text);
    MDC.put("note", text);
    try (Tracked order = Obs.track("order")) {
      Exception sad = new IllegalStateException(text, new RuntimeException(text));
      LOG.atError()
          .addMarker(MarkerFactory.getMarker("AUDIT " + text))
          .addKeyValue("detail", text)
          .setCause(sad)
          .log("no luck with {}: {}", 7, text);
      order.failed(sad);
    } finally {
      MDC.clear();
      Thread.currentThread().setName("main");
    }
  }
}
