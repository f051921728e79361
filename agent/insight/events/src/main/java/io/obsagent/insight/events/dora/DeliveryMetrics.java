// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import io.obsagent.insight.events.dora.Deployment.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * DORA's metrics of one service in one environment over a time, as <a
 * href="https://github.com/dora-team/fourkeys/blob/main/METRICS.md">Four Keys</a> defines four of
 * them. What is not known is NaN. Immutable.
 *
 * @param deployments how many there were
 * @param failed how many of them failed: an incident, a regression, or a way back followed
 * @param rework how many only repaired
 * @param perDay deployments a day
 * @param leadTimeSeconds median of the times from a commit to the deployment that first brought it
 * @param changes commits that this is known of
 * @param restoreSeconds median of the times from an incident, or the deployment that caused it, to
 *     its end
 * @param restored incidents that have ended
 * @param recoverySeconds the same of incidents that deployments caused
 * @param open incidents that have not ended
 */
record DeliveryMetrics(
    Group group,
    int deployments,
    int failed,
    int rework,
    double perDay,
    FrequencyClass frequency,
    double leadTimeSeconds,
    int changes,
    double restoreSeconds,
    int restored,
    double recoverySeconds,
    int open) {
  private static final double DAY_MILLIS = 86_400_000;
  private static final long MINUTE = 60_000;

  /** Failed deployments of all; NaN without any. */
  double failureRate() {
    return deployments == 0 ? Double.NaN : (double) failed / deployments;
  }

  /** Deployments that only repaired, of all; NaN without any. */
  double reworkRate() {
    return deployments == 0 ? Double.NaN : (double) rework / deployments;
  }

  /**
   * @param fromMillis inclusive
   * @param toMillis exclusive
   */
  static DeliveryMetrics of(History history, Group group, long fromMillis, long toMillis) {
    List<Deployment> within = new ArrayList<>();
    List<Double> leadTimes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Deployment deployment : history.deployments(group)) {
      boolean counts = deployment.timeMillis() >= fromMillis && deployment.timeMillis() < toMillis;
      if (counts) {
        within.add(deployment);
      }
      for (String commit : history.changes(deployment)) {
        Long made = history.changeMillis(commit);
        if (seen.add(commit) && counts && made != null) {
          // What took no minute is a merge that a machine pushed.
          long took = deployment.timeMillis() - made;
          if (took >= MINUTE) {
            leadTimes.add(took / 1000.0);
          }
        }
      }
    }
    Set<Deployment> failed = new HashSet<>();
    Set<Deployment> rework = new HashSet<>();
    within.stream().filter(history::isRegressed).forEach(failed::add);
    rolledBack(history.deployments(group), failed);
    List<Double> restore = new ArrayList<>();
    List<Double> recovery = new ArrayList<>();
    int open = 0;
    for (History.Caused caused : history.incidents(group)) {
      Incident incident = caused.incident();
      Deployment cause = caused.deployment();
      if (cause != null) {
        failed.add(cause);
        repairs(incident, cause, within, rework);
      }
      boolean counts =
          incident.createdMillis() >= fromMillis && incident.createdMillis() < toMillis;
      if (counts && !incident.isResolved()) {
        open++;
      } else if (counts) {
        long start =
            cause == null
                ? incident.createdMillis()
                : Math.min(incident.createdMillis(), cause.timeMillis());
        double seconds = (incident.resolvedMillis() - start) / 1000.0;
        restore.add(seconds);
        if (cause != null) {
          recovery.add(seconds);
        }
      }
    }
    failed.retainAll(within);
    within.stream().filter(each -> each.rework() || each.rollback()).forEach(rework::add);
    double days =
        Math.max(1, (toMillis - Math.max(fromMillis, history.firstMillis())) / DAY_MILLIS);
    return new DeliveryMetrics(
        group,
        within.size(),
        failed.size(),
        rework.size(),
        within.size() / days,
        FrequencyClass.of(
            within.stream().mapToLong(Deployment::timeMillis).toArray(),
            Math.max(fromMillis, history.firstMillis()),
            toMillis),
        median(leadTimes),
        leadTimes.size(),
        median(restore),
        restore.size(),
        median(recovery),
        open);
  }

  /** What stood before a way back did not do. */
  private static void rolledBack(List<Deployment> all, Set<Deployment> failed) {
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).rollback()) {
        failed.add(all.get(i - 1));
      }
    }
  }

  /** Whatever is deployed while what a deployment broke is broken is there to repair it. */
  private static void repairs(
      Incident incident, Deployment cause, List<Deployment> within, Set<Deployment> rework) {
    for (Deployment deployment : within) {
      boolean during =
          deployment.timeMillis() > incident.createdMillis()
              && (!incident.isResolved() || deployment.timeMillis() <= incident.resolvedMillis());
      if (during && deployment != cause) {
        rework.add(deployment);
      }
    }
  }

  /** With two in the middle, what lies between them; NaN of none. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
