// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.smallryehealth;

import io.obsagent.instrumentation.shared.health.ObservedChecks;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reporters that there are. */
final class Reporters {
  private static final ObservedChecks<SmallRyeHealthReporter> LIVENESS =
      new ObservedChecks<>(reporter -> wrong(reporter.getLiveness()));

  private static final ObservedChecks<SmallRyeHealthReporter> READINESS =
      new ObservedChecks<>(reporter -> wrong(reporter.getReadiness()));

  private static final ObservedChecks<SmallRyeHealthReporter> STARTUP =
      new ObservedChecks<>(reporter -> wrong(reporter.getStartup()));

  /** As the specification orders it. */
  private static final Pattern DOWN =
      Pattern.compile("\"name\":\"([^\"]{1,60})\",\"status\":\"DOWN\"");

  private static final int MAX_TEXT = 150;

  private Reporters() {}

  /** Readiness asks databases and brokers over the application's connections. */
  static void observe(SmallRyeHealthReporter reporter) {
    LIVENESS.observe(reporter, "microprofile liveness", false);
    STARTUP.observe(reporter, "microprofile startup", false);
    READINESS.observe(reporter, "microprofile readiness", true);
  }

  private static String wrong(SmallRyeHealth health) throws ReflectiveOperationException {
    if (!health.isDown()) {
      return "";
    }
    // The type that it returns is of javax or of jakarta.
    Object payload = SmallRyeHealth.class.getMethod("getPayload").invoke(health);
    Matcher down = DOWN.matcher(String.valueOf(payload));
    StringBuilder names = new StringBuilder();
    while (names.length() < MAX_TEXT && down.find()) {
      names.append(names.isEmpty() ? "" : ", ").append(down.group(1));
    }
    return "DOWN: " + names;
  }
}
