// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shelf;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The client of a shelf, a store of documents. */
public final class ShelfModule extends InstrumentationModule {
  public ShelfModule() {
    super("shelf", "Shelf 1");
  }

  @Override
  public String description() {
    return "Spans and durations of calls to a shelf.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ClientInstrumentation());
  }

  private static final class ClientInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.obsagent.smoke.weaving.ShelfClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("find").takes("java.lang.String"), FindAdvice.class.getName());
    }
  }
}
