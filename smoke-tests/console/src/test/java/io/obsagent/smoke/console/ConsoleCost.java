// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What an open console costs the process that it shows, and when it is painted first. The shop runs
 * without customers and with the agent's defaults; its CPU time is read while nobody looks and
 * while the overview is open, in turns.
 */
final class ConsoleCost {
  private static final int TURNS = 3;
  private static final int LOADS = 10;
  private static final String NOTHING = "about:blank";

  /** Most of a core that an open console may take, and the longest first paint in milliseconds. */
  private static final double MAX_SHARE = 0.01;

  private static final long MAX_PAINT = 300;

  private final WatchedShop shop;
  private final Browser browser;
  private final Duration turn;

  private ConsoleCost(WatchedShop shop, Browser browser, Duration turn) {
    this.shop = shop;
    this.browser = browser;
    this.turn = turn;
  }

  /**
   * Ends with 1 if it costs more than it may.
   *
   * @param arguments how many seconds each turn lasts
   */
  public static void main(String[] arguments) throws Exception {
    Duration turn = Duration.ofSeconds(Long.parseLong(arguments[0]));
    Path directory = Files.createTempDirectory("console-cost");
    boolean fine;
    try (WatchedShop shop = WatchedShop.quiet(directory);
        Browser browser = Browser.start().orElseThrow()) {
      browser.at(shop.console());
      browser.size(1440, 900);
      browser.signIn();
      fine = new ConsoleCost(shop, browser, turn).measure();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    System.exit(fine ? 0 : 1);
  }

  private boolean measure() throws InterruptedException {
    long paint = paint();
    open();
    share(); // what runs for the first times is compiled
    List<Double> closed = new ArrayList<>();
    List<Double> open = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      browser.openElsewhere(NOTHING);
      closed.add(share());
      open();
      open.add(share());
    }
    double cost = median(open) - median(closed);
    System.out.printf(
        Locale.ROOT,
        "console: %.2f %% of one core while it is open, %.2f %% while it is closed: it costs %.2f %%"
            + " (medians of %d times %d s)%n",
        100 * median(open),
        100 * median(closed),
        100 * cost,
        TURNS,
        turn.toSeconds());
    return cost <= MAX_SHARE && paint <= MAX_PAINT;
  }

  private void open() {
    browser.open("/?p=overview&range=15m");
    browser.untilShown("overview");
  }

  /** Of one core, over one turn. */
  private double share() throws InterruptedException {
    Duration before = shop.cpuTime();
    long start = System.nanoTime();
    Thread.sleep(turn.toMillis());
    double wall = System.nanoTime() - start;
    return shop.cpuTime().minus(before).toNanos() / wall;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** The median of some loads, each with an empty cache. */
  private long paint() {
    List<Double> paints = new ArrayList<>();
    for (int i = 0; i < LOADS; i++) {
      browser.clearCache();
      open();
      paints.add((double) browser.firstPaint());
    }
    System.out.printf(
        "console: first paint after %d ms with an empty cache, at worst %d ms (of %d loads)%n",
        Math.round(median(paints)), Math.round(Collections.max(paints)), LOADS);
    return Math.round(median(paints));
  }
}
