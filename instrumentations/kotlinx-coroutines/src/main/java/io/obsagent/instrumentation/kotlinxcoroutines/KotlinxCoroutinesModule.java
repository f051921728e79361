// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kotlinxcoroutines;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * All builders of coroutines, those of other libraries as well, make their context in one place.
 */
public final class KotlinxCoroutinesModule extends InstrumentationModule {
  public KotlinxCoroutinesModule() {
    super("kotlinx-coroutines", "kotlinx.coroutines 1.6–1.10");
  }

  @Override
  public String description() {
    return "Traces go on in Kotlin's coroutines, on whichever thread they are resumed.";
  }

  /** What dispatches a coroutine; it brings its own context along. */
  @Override
  public List<String> backgroundTasks() {
    return List.of("kotlinx.coroutines.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ContextInstrumentation());
  }

  private static final class ContextInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("kotlinx.coroutines.CoroutineContextKt");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("newCoroutineContext")
              .takes("kotlinx.coroutines.CoroutineScope", "kotlin.coroutines.CoroutineContext"),
          ContextAdvices.Create.class.getName());
    }
  }
}
