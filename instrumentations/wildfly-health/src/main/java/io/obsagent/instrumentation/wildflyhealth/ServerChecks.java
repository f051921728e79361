// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.wildflyhealth;

import io.obsagent.instrumentation.shared.health.MicroProfile;
import io.obsagent.instrumentation.shared.health.ObservedChecks;
import io.smallrye.health.SmallRyeHealth;
import org.wildfly.extension.microprofile.health.MicroProfileHealthReporter;

/** The checks of a server, one for each kind. */
final class ServerChecks {
  private static final ObservedChecks<MicroProfileHealthReporter> LIVENESS =
      new ObservedChecks<>(reporter -> wrong(reporter.getLiveness()));

  private static final ObservedChecks<MicroProfileHealthReporter> READINESS =
      new ObservedChecks<>(reporter -> wrong(reporter.getReadiness()));

  private static final ObservedChecks<MicroProfileHealthReporter> STARTUP =
      new ObservedChecks<>(reporter -> wrong(reporter.getStartup()));

  private ServerChecks() {}

  static void observe(MicroProfileHealthReporter reporter) {
    LIVENESS.observe(reporter, MicroProfile.LIVENESS, false);
    STARTUP.observe(reporter, MicroProfile.STARTUP, false);
    READINESS.observe(reporter, MicroProfile.READINESS, true);
  }

  private static String wrong(SmallRyeHealth health) {
    return health.isDown() ? MicroProfile.down(health.getPayload().toString()) : "";
  }
}
