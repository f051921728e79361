// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.sampling;

import io.obsagent.spi.config.Option;
import java.util.List;

/** Options that say which traces are kept. */
public final class SamplingOptions {
  public static final Option<String> SAMPLER =
      Option.of(
              "sampling.sampler",
              "always, never, ratio, rate-limited, each also as parent-…",
              "parent-always",
              "Which traces are kept; with parent-…, the caller's decision comes first. Also the name"
                  + " of an extension's sampler.",
              Sampler::canonicalName)
          .alias("OTEL_TRACES_SAMPLER")
          .asDynamic();

  public static final Option<Double> RATIO =
      Option.of(
              "sampling.ratio",
              "number 0–1",
              "1.0",
              "Share of traces that the ratio samplers keep.",
              Sampler::parseRatio)
          .alias("OTEL_TRACES_SAMPLER_ARG")
          .asDynamic();

  public static final Option<Integer> RATE =
      Option.number(
              "sampling.rate",
              100,
              1,
              1_000_000,
              "Traces a second that the rate-limited samplers keep.")
          .asDynamic();

  public static final Option<List<SamplingRule>> RULES =
      Option.of(
              "sampling.rules",
              "list of path=ratio",
              "",
              "Ratios for paths, as in '/checkout/**=1.0,/assets/**=0'; the first match wins over"
                  + " the sampler.",
              SamplingRule::parseAll)
          .asDynamic();

  public static final Option<PathGlobs> EXCLUDED_PATHS =
      Option.of(
              "sampling.excluded-paths",
              "list of paths with * and **",
              "/health/**,/healthz/**,/livez,/readyz,/ping,/metrics,/actuator/health/**,"
                  + "/actuator/prometheus,/monitoring/**",
              "Paths whose requests are counted but never traced.",
              PathGlobs::parse)
          .asDynamic();

  public static final List<Option<?>> ALL = List.of(SAMPLER, RATIO, RATE, RULES, EXCLUDED_PATHS);

  private SamplingOptions() {}
}
