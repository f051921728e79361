// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mutiny;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Where signals come into Mutiny. */
public final class MutinyModule extends InstrumentationModule {
  private static final String OPERATORS = "io.smallrye.mutiny.operators.";
  private static final String SUBSCRIPTION = "io.smallrye.mutiny.subscription.";

  public MutinyModule() {
    super("mutiny", "Mutiny 2.0–3.1");
  }

  @Override
  public String description() {
    return "Traces go on in Mutiny, from where a Uni or Multi is subscribed to, on whichever thread"
        + " its signals come.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Sources(
            TypeMatch.named(
                OPERATORS + "uni.UniMemoizeOp",
                OPERATORS + "uni.builders.UniCreateFromCompletionStage",
                OPERATORS + "uni.builders.UniCreateFromPublisher",
                OPERATORS + "uni.builders.UniCreateWithEmitter",
                OPERATORS + "multi.builders.EmitterBasedMulti",
                OPERATORS + "multi.builders.IntervalMulti",
                OPERATORS + "multi.processors.BroadcastProcessor",
                OPERATORS + "multi.processors.UnicastProcessor")),
        // Those of other libraries.
        new Sources(
            TypeMatch.subtypesOf(OPERATORS + "AbstractMulti", OPERATORS + "AbstractUni")
                .except("io.smallrye.mutiny.operators.", "io.smallrye.mutiny.converters.")));
  }

  private record Sources(TypeMatch type) implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(
          named("subscribe").takes(SUBSCRIPTION + "UniSubscriber"),
          SourceAdvices.SubscribeToUni.class.getName());
      advices.on(
          named("subscribe").takes(SUBSCRIPTION + "MultiSubscriber"),
          SourceAdvices.SubscribeToMulti.class.getName());
    }
  }
}
