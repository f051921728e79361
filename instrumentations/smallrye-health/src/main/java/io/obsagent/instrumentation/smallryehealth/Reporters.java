// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.smallryehealth;

import io.obsagent.instrumentation.shared.health.MicroProfile;
import io.obsagent.instrumentation.shared.health.ObservedChecks;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;

/** The reporters that there are. */
final class Reporters {
  private static final ObservedChecks<SmallRyeHealthReporter> LIVENESS =
      new ObservedChecks<>(reporter -> wrong(reporter.getLiveness()));

  private static final ObservedChecks<SmallRyeHealthReporter> READINESS =
      new ObservedChecks<>(reporter -> wrong(reporter.getReadiness()));

  private static final ObservedChecks<SmallRyeHealthReporter> STARTUP =
      new ObservedChecks<>(reporter -> wrong(reporter.getStartup()));

  private Reporters() {}

  static void observe(SmallRyeHealthReporter reporter) {
    LIVENESS.observe(reporter, MicroProfile.LIVENESS, false);
    STARTUP.observe(reporter, MicroProfile.STARTUP, false);
    READINESS.observe(reporter, MicroProfile.READINESS, true);
  }

  private static String wrong(SmallRyeHealth health) throws ReflectiveOperationException {
    // The type that getPayload returns is of javax or of jakarta.
    return health.isDown()
        ? MicroProfile.down(
            String.valueOf(SmallRyeHealth.class.getMethod("getPayload").invoke(health)))
        : "";
  }
}
