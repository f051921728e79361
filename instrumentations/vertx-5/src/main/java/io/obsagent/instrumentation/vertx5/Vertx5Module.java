// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx5;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The futures of Vert.x 5; all else of it is in the module of both versions. */
public final class Vertx5Module extends InstrumentationModule {
  public Vertx5Module() {
    super("vertx-5", "Vert.x 5.0–5.2 (futures)");
  }

  @Override
  public String description() {
    return "What waits for a future of Vert.x 5 runs in the context in which it began to.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new FutureInstrumentation());
  }

  private static final class FutureInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.vertx.core.impl.future.FutureImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("addListener").takes("io.vertx.core.Completable"),
          FutureAdvices.Listen.class.getName());
    }
  }
}
