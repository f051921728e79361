// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.health;

/**
 * Something that the application's health depends on, as it is now. Immutable.
 *
 * @param name unique: {@code postgresql shop}, {@code http api.example.com}, or that of a check
 * @param kind {@code database}, {@code redis}, {@code http} …, or {@code check}
 * @param status what it is judged to be
 * @param detail why, in one sentence; empty where there is nothing to say
 * @param sinceEpochMillis when it got this status
 * @param weight what it means for the whole
 * @param traffic what the application's own calls told of it; {@link Traffic#NONE} of a check
 */
public record HealthComponent(
    String name,
    String kind,
    HealthStatus status,
    String detail,
    long sinceEpochMillis,
    Weight weight,
    Traffic traffic) {

  /** What it makes of the whole. */
  public HealthStatus share() {
    boolean bears = weight != Weight.NORMAL;
    return status == HealthStatus.UNHEALTHY && !bears ? HealthStatus.DEGRADED : status;
  }

  /** What the failure of a component means. */
  public enum Weight {
    /** The whole is degraded. */
    NORMAL,
    /** The whole is unhealthy. */
    CRITICAL,
    /** The whole is unhealthy, and the application shall get no requests. */
    READINESS,
    /** The whole is unhealthy, and only a new start helps: of nothing outside the process. */
    LIVENESS
  }

  /**
   * The calls of the last minutes.
   *
   * @param calls how many ended
   * @param errors how many of them failed
   * @param p95Seconds 95 % took no longer; NaN if not known
   * @param lastSuccessEpochMillis when one succeeded last, to some seconds; 0 for never
   * @param lastFailureEpochMillis when one failed last, to some seconds; 0 for never
   */
  public record Traffic(
      long calls,
      long errors,
      double p95Seconds,
      long lastSuccessEpochMillis,
      long lastFailureEpochMillis) {
    /** Of what is not called. */
    public static final Traffic NONE = new Traffic(0, 0, Double.NaN, 0, 0);
  }
}
