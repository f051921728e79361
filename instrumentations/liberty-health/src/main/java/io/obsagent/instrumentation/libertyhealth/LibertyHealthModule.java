// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.libertyhealth;

import static io.obsagent.spi.MethodMatch.constructor;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** What knows the applications of a server whose checks are run. */
public final class LibertyHealthModule extends InstrumentationModule {
  public LibertyHealthModule() {
    super("liberty-health", "Open Liberty mpHealth 2.0–4.0");
  }

  @Override
  public String description() {
    return "Checks of MicroProfile Health in Open Liberty as components of the agent's health.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new TrackerInstrumentation());
  }

  private static final class TrackerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("com.ibm.ws.microprofile.health.internal.AppTrackerImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), TrackerAdvices.Create.class.getName());
    }
  }
}
