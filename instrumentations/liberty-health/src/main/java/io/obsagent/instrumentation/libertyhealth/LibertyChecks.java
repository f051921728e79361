// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.libertyhealth;

import io.obsagent.instrumentation.shared.health.MicroProfile;
import io.obsagent.instrumentation.shared.health.ObservedChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** The checks of a server, one for each kind. */
final class LibertyChecks {
  private static final String LIVE = "LIVE";

  private static final ObservedChecks<Object> LIVENESS =
      new ObservedChecks<>(tracker -> wrong(tracker, LIVE));

  private static final ObservedChecks<Object> READINESS =
      new ObservedChecks<>(tracker -> wrong(tracker, "READY"));

  private static final ObservedChecks<Object> STARTUP =
      new ObservedChecks<>(tracker -> wrong(tracker, "START"));

  private LibertyChecks() {}

  static void observe(Object tracker) {
    LIVENESS.observe(tracker, MicroProfile.LIVENESS, false);
    STARTUP.observe(tracker, MicroProfile.STARTUP, false);
    READINESS.observe(tracker, MicroProfile.READINESS, true);
  }

  private static String wrong(Object tracker, String kind) {
    Bundle bundle = FrameworkUtil.getBundle(tracker.getClass());
    BundleContext context = bundle == null ? null : bundle.getBundleContext();
    if (context == null) {
      return ""; // the server has stopped it
    }
    for (String name : LibertyTypes.EXECUTORS) {
      ServiceReference<?> reference = context.getServiceReference(name);
      Object executor = reference == null ? null : context.getService(reference);
      if (executor != null) {
        try {
          return wrong(tracker, new LibertyTypes.Executor(name, executor), kind);
        } finally {
          context.ungetService(reference);
        }
      }
    }
    return "";
  }

  /** As the server's own answer is made, but that a check which throws says so. */
  private static String wrong(Object tracker, LibertyTypes.Executor executor, String kind) {
    List<String> down = new ArrayList<>();
    for (String application : names(LibertyTypes.applications(tracker))) {
      if (LibertyTypes.isStarted(tracker, application)) {
        for (String module : names(LibertyTypes.modules(tracker, application))) {
          executor.ask(application, module, kind, down);
        }
      } else if (!kind.equals(LIVE)) {
        down.add(application + " has not started");
      }
    }
    return down.isEmpty() ? "" : MicroProfile.down(down);
  }

  /** A copy: applications may come and go meanwhile. */
  private static List<String> names(@Nullable Object names) {
    List<String> copy = new ArrayList<>();
    if (names instanceof Collection<?> all) {
      for (Object name : all) {
        copy.add(String.valueOf(name));
      }
    }
    return copy;
  }
}
