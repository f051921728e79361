// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import io.obsagent.spi.telemetry.ApplicationChecks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Asks the application's own code, or that of its framework. Of what it throws the message may hold
 * a secret.
 */
record ApplicationProbe(String name) implements Probe {
  @Override
  public String ask(Insight insight, Duration timeout) throws IOException {
    ApplicationChecks.Added added = ApplicationChecks.all().get(name);
    Callable<?> asked = added == null ? null : added.check().get();
    if (asked == null) {
      return "the application has no such check";
    }
    Object result;
    try {
      result = asked.call();
    } catch (Exception | LinkageError | AssertionError e) {
      return "throws " + e.getClass().getName();
    }
    return MethodProbe.judge(result, timeout);
  }
}
