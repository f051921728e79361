// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The one method of obs-api that asks for the agent, and methods with its annotations. */
public final class ObsApiModule extends InstrumentationModule {
  public ObsApiModule() {
    super("obs-api", "obs-api 0.1");
  }

  @Override
  public String description() {
    return "Operations, metrics, events, spans, users and checks that the application tells of by"
        + " obs-api.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ObsInstrumentation(),
        new AnnotatedInstrumentation("io.obsagent.api.Traced", true),
        new AnnotatedInstrumentation("io.obsagent.api.Measured", false));
  }

  private static final class ObsInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.obsagent.api.Obs");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(MethodMatch.named("provider").takes(), ObsAdvices.Provider.class.getName());
    }
  }

  private record AnnotatedInstrumentation(String annotation, boolean traced)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.annotated(annotation);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          MethodMatch.annotated(annotation),
          (traced ? ObsAdvices.Traced.class : ObsAdvices.Measured.class).getName());
    }
  }
}
