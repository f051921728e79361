// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkoactor;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.stream.Stream;

/**
 * Messages of classic actors, which typed ones are made of: each travels in an envelope of its own,
 * from whatever way of sending it to the cell of the actor that receives it.
 */
public final class PekkoActorModule extends InstrumentationModule {
  private static final List<String> LIBRARIES = List.of("org.apache.pekko.", "akka.");

  public PekkoActorModule() {
    super("pekko-actor", "Pekko 1.0–1.7, Akka 2.5–2.6");
  }

  @Override
  public String description() {
    return "Traces go on in actors of Pekko and Akka, classic and typed, from who sends a message to"
        + " where it is received.";
  }

  /** What runs mailboxes: one may hold messages of many requests. */
  @Override
  public List<String> backgroundTasks() {
    return LIBRARIES.stream()
        .flatMap(each -> Stream.of(each + "actor.", each + "dispatch."))
        .toList();
  }

  @Override
  public List<TypeInstrumentation> types() {
    return LIBRARIES.stream()
        .<TypeInstrumentation>flatMap(
            each ->
                Stream.of(
                    new EnvelopeInstrumentation(each + "dispatch.Envelope"),
                    new CellInstrumentation(each + "actor.ActorCell", each + "dispatch.Envelope")))
        .toList();
  }

  private record EnvelopeInstrumentation(String typeName) implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(typeName);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), MessageAdvices.Send.class.getName());
    }
  }

  private record CellInstrumentation(String typeName, String envelope)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(typeName);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("invoke").takes(envelope), MessageAdvices.Receive.class.getName());
    }
  }
}
