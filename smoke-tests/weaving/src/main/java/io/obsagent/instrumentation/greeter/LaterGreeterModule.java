// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.greeter;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The greeter in a later version, which has a class of the same name with another method. */
public final class LaterGreeterModule extends InstrumentationModule implements TypeInstrumentation {
  public LaterGreeterModule() {
    super("greeter-2", "Greeter 2");
  }

  @Override
  public String description() {
    return "Finds no method in the greeter that is there.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(this);
  }

  @Override
  public TypeMatch type() {
    return TypeMatch.named(GreeterModule.GREETER);
  }

  @Override
  public void advise(Advices advices) {
    advices.on(named("greetInVersion2"), GreeterAdvices.AbsentLater.class.getName());
  }
}
