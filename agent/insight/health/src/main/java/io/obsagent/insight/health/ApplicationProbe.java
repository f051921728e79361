// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import io.obsagent.insight.Insight;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Asks the application's own code. Of what it throws the message may hold a secret. */
record ApplicationProbe(WeakReference<Callable<Boolean>> check) implements Probe {
  @Override
  public String ask(Insight insight, Duration timeout) {
    Callable<Boolean> asked = check.get();
    if (asked == null) {
      return "the application that added it is gone";
    }
    try {
      return Boolean.TRUE.equals(asked.call()) ? "" : "the application says so";
    } catch (Exception | LinkageError | AssertionError e) {
      return "throws " + e.getClass().getName();
    }
  }
}
