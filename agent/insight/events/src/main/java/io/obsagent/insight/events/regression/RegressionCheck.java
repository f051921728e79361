// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.regression;

import io.obsagent.insight.events.regression.Comparison.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds what became worse. All that is compared shares one bound of false alarms (Bonferroni), so
 * more routes do not make more of them; and of each number, what is not worth a word may pass.
 */
final class RegressionCheck {
  /**
   * Of all comparisons together, each as if exactly as much had become worse as may pass: where
   * nothing has, one in a hundred deployments at most is blamed.
   */
  private static final double CHANCE = 0.02;

  private static final double ERRORS_PASS = 1.2;
  private static final double LATENCY_PASS = 1.1;
  private static final double COST_PASS = 1.15;

  /** A share of all requests may fall to this. */
  private static final double REQUESTS_PASS = 0.5;

  private static final double LEAST_ERRORS = 0.002;
  private static final double LEAST_SECONDS = 0.001;
  private static final double FEWEST_REQUESTS = 20;
  private static final double FEWEST_FOR_ERRORS = 100;
  private static final double FEWEST_ERRORS = 5;

  /**
   * Something that became worse.
   *
   * @param route empty for all requests
   * @param what {@code errors}, {@code p95}, {@code requests}, {@code cpu} or {@code ai_cost}
   * @param text one sentence for people
   */
  record Finding(String route, String what, double before, double after, String text) {}

  private record Candidate(String route, String what, Comparison comparison) {}

  private RegressionCheck() {}

  /**
   * @param before blocks of the time before, all of them first, then each route
   * @param after the same routes in the same order
   */
  static List<Finding> find(List<RouteBlocks> before, List<RouteBlocks> after) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      RouteBlocks old = before.get(i);
      RouteBlocks now = after.get(i);
      add(candidates, old.name(), "errors", errors(old, now));
      add(candidates, old.name(), "p95", latency(old, now));
      if (i == 0) {
        add(candidates, "", "cpu", each(old, old.cpuSeconds(), now, now.cpuSeconds()));
        add(candidates, "", "ai_cost", each(old, old.cost(), now, now.cost()));
      } else if (before.size() > 2) {
        add(candidates, old.name(), "requests", share(old, before.get(0), now, after.get(0)));
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.comparison().chance() < CHANCE / candidates.size() && matters(candidate)) {
        findings.add(finding(candidate));
      }
    }
    return findings;
  }

  private static void add(
      List<Candidate> all, String route, String what, @Nullable Comparison comparison) {
    if (comparison != null) {
      all.add(new Candidate(route, what, comparison));
    }
  }

  private static @Nullable Comparison errors(RouteBlocks old, RouteBlocks now) {
    Counts before = counts(old);
    Counts after = counts(now);
    return before.trials() < FEWEST_FOR_ERRORS
            || after.trials() < FEWEST_FOR_ERRORS
            || after.hits() < FEWEST_ERRORS
        ? null
        : Comparison.shares(before, after, ERRORS_PASS);
  }

  private static Counts counts(RouteBlocks blocks) {
    int[] busy = busy(blocks, blocks.errors(), 1);
    return new Counts(pick(blocks.errors(), busy), pick(blocks.requests(), busy));
  }

  private static @Nullable Comparison latency(RouteBlocks old, RouteBlocks now) {
    return Comparison.levels(
        pick(old.p95(), busy(old, old.p95(), FEWEST_REQUESTS)),
        pick(now.p95(), busy(now, now.p95(), FEWEST_REQUESTS)),
        LATENCY_PASS);
  }

  /** What each request uses. */
  private static @Nullable Comparison each(
      RouteBlocks old, double[] used, RouteBlocks now, double[] usedNow) {
    return used.length == 0 || usedNow.length == 0
        ? null
        : Comparison.levels(perRequest(old, used), perRequest(now, usedNow), COST_PASS);
  }

  private static double[] perRequest(RouteBlocks blocks, double[] used) {
    int[] busy = busy(blocks, used, FEWEST_REQUESTS);
    double[] result = pick(used, busy);
    double[] requests = pick(blocks.requests(), busy);
    for (int i = 0; i < result.length; i++) {
      result[i] /= requests[i];
    }
    return Arrays.stream(result).filter(value -> value > 0).toArray();
  }

  /** The share of all requests, so that the evening is no fault of a deployment; turned over. */
  private static @Nullable Comparison share(
      RouteBlocks old, RouteBlocks all, RouteBlocks now, RouteBlocks allNow) {
    if (Arrays.stream(old.requests()).filter(n -> n > 0).average().orElse(0) < FEWEST_REQUESTS) {
      return null;
    }
    return Comparison.levels(rarity(old, all), rarity(now, allNow), 1 / REQUESTS_PASS);
  }

  private static double[] rarity(RouteBlocks route, RouteBlocks all) {
    int[] busy = busy(all, all.requests(), FEWEST_REQUESTS);
    double[] requests = pick(route.requests(), busy);
    double[] total = pick(all.requests(), busy);
    for (int i = 0; i < requests.length; i++) {
      double known = Double.isNaN(requests[i]) ? 0 : requests[i];
      requests[i] = total[i] / (known + 0.5);
    }
    return requests;
  }

  /** Blocks with so many requests, of which the value is known. */
  private static int[] busy(RouteBlocks blocks, double[] values, double fewest) {
    int[] busy = new int[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (blocks.requests()[i] >= fewest && !Double.isNaN(values[i])) {
        busy[count++] = i;
      }
    }
    return Arrays.copyOf(busy, count);
  }

  private static double[] pick(double[] values, int[] indexes) {
    return Arrays.stream(indexes).mapToDouble(i -> values[i]).toArray();
  }

  private static boolean matters(Candidate candidate) {
    double more = candidate.comparison().after() - candidate.comparison().before();
    return switch (candidate.what()) {
      case "errors" -> more >= LEAST_ERRORS;
      case "p95" -> more >= LEAST_SECONDS;
      default -> true;
    };
  }

  private static Finding finding(Candidate candidate) {
    double before = candidate.comparison().before();
    double after = candidate.comparison().after();
    String told =
        switch (candidate.what()) {
          case "errors" -> text("%.2f %% fail, %.2f %% before", 100 * after, 100 * before);
          case "p95" ->
              text("95 %% take up to %.0f ms, %.0f ms before", 1000 * after, 1000 * before);
          case "requests" ->
              text("%.2f %% of all requests, %.2f %% before", 100 / after, 100 / before);
          case "cpu" -> text("%.2f ms of CPU a request, %.2f ms before", 1e3 * after, 1e3 * before);
          default -> text("AI calls cost %.5f USD a request, %.5f before", after, before);
        };
    String route = candidate.route();
    return new Finding(
        route, candidate.what(), before, after, (route.isEmpty() ? "all" : route) + ": " + told);
  }

  private static String text(String format, double first, double second) {
    return String.format(Locale.ROOT, format, first, second);
  }
}
