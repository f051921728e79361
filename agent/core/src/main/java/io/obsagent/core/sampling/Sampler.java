// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sampling;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides at a trace's first span here whether it is kept. Made anew when an option changes.
 * Thread-safe.
 */
public final class Sampler {
  /** How a decision is made where neither caller nor rule makes it. */
  enum Strategy {
    ALWAYS,
    NEVER,
    RATIO,
    RATE_LIMITED
  }

  /** What others call the same. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("always-on", "always"),
          Map.entry("always-off", "never"),
          Map.entry("traceidratio", "ratio"),
          Map.entry("probabilistic", "ratio"),
          Map.entry("const", "always"),
          Map.entry("ratelimiting", "rate-limited"),
          Map.entry("parentbased-always-on", "parent-always"),
          Map.entry("parentbased-always-off", "parent-never"),
          Map.entry("parentbased-traceidratio", "parent-ratio"));

  private static final List<String> NAMES =
      List.of(
          "always",
          "never",
          "ratio",
          "rate-limited",
          "parent-always",
          "parent-never",
          "parent-ratio",
          "parent-rate-limited");

  private static final String PARENT = "parent-";

  private final boolean parentFirst;
  private final Strategy strategy;
  private final double ratio;
  private final RateLimit rateLimit;
  private final SamplingRule[] rules;
  private final PathGlobs excluded;

  /** In use until an extension has brought the one that is named. */
  private static final String STAND_IN = "parent-always";

  /**
   * @param given as {@link #canonicalName} gives it
   * @param rate traces a second
   */
  public Sampler(
      String given,
      double ratio,
      int rate,
      List<SamplingRule> rules,
      PathGlobs excluded,
      long nanoTime) {
    String name = isOwn(given) ? given : STAND_IN;
    this.parentFirst = name.startsWith(PARENT);
    this.strategy =
        Strategy.valueOf(
            (parentFirst ? name.substring(PARENT.length()) : name)
                .replace('-', '_')
                .toUpperCase(Locale.ROOT));
    this.ratio = ratio;
    this.rateLimit = new RateLimit(rate, nanoTime);
    this.rules = rules.toArray(new SamplingRule[0]);
    this.excluded = excluded;
  }

  /** Whether a sampler of that name is the agent's, as it is unless an extension brings it. */
  public static boolean isOwn(String canonicalName) {
    return NAMES.contains(canonicalName);
  }

  static String canonicalName(String text) {
    String name = text.trim().toLowerCase(Locale.ROOT).replace('_', '-');
    name = SYNONYMS.getOrDefault(name, name);
    if (!isOwn(name) && System.getProperty("obs.extensions", "").isEmpty()) {
      throw new IllegalArgumentException("expected one of " + String.join(", ", NAMES));
    }
    return name;
  }

  static double parseRatio(String text) {
    double ratio;
    try {
      ratio = Double.parseDouble(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number from 0 to 1", e);
    }
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("expected a number from 0 to 1, but found " + ratio);
    }
    return ratio;
  }

  /**
   * @param path of the request being served, or null for work without one
   * @param parentDecision what the caller decided, or null where there is none
   */
  public boolean sample(
      long traceLow, @Nullable String path, @Nullable Boolean parentDecision, long nanoTime) {
    if (path != null && isExcluded(path)) {
      return false;
    }
    if (parentFirst && parentDecision != null) {
      return parentDecision;
    }
    if (path != null) {
      for (SamplingRule rule : rules) {
        if (rule.matches(path)) {
          return isWithin(rule.ratio(), traceLow);
        }
      }
    }
    return switch (strategy) {
      case ALWAYS -> true;
      case NEVER -> false;
      case RATIO -> isWithin(ratio, traceLow);
      case RATE_LIMITED -> rateLimit.tryAcquire(nanoTime);
    };
  }

  /** Whether requests of a path are never traced, whoever else may want it. */
  public boolean isExcluded(String path) {
    return excluded.matches(path);
  }

  /** By the trace id, as OpenTelemetry does it: processes with one ratio agree with each other. */
  private static boolean isWithin(double ratio, long traceLow) {
    return ratio >= 1 || ratio > 0 && (traceLow & Long.MAX_VALUE) < (long) (ratio * Long.MAX_VALUE);
  }

  /** The generic cell rate algorithm: one number, one compare-and-set; bursts of one second. */
  private static final class RateLimit {
    private static final long SECOND = 1_000_000_000L;

    private final long interval;
    private final AtomicLong earliest;

    RateLimit(int perSecond, long nanoTime) {
      this.interval = SECOND / perSecond;
      this.earliest = new AtomicLong(nanoTime - SECOND);
    }

    boolean tryAcquire(long nanoTime) {
      while (true) {
        long before = earliest.get();
        long start = before - (nanoTime - SECOND) > 0 ? before : nanoTime - SECOND;
        if (start + interval - nanoTime > 0) {
          return false;
        }
        if (earliest.compareAndSet(before, start + interval)) {
          return true;
        }
      }
    }
  }
}
