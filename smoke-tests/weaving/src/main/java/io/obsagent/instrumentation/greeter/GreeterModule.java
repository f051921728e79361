// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.greeter;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The greeter, whose methods tests call. */
public final class GreeterModule extends InstrumentationModule {
  static final String GREETER = "io.obsagent.smoke.weaving.Greeter";

  public GreeterModule() {
    super("greeter", "Greeter 1");
  }

  @Override
  public String description() {
    return "Leaves marks in the system properties.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new GreeterInstrumentation(), new SpeakerInstrumentation());
  }

  private static final class GreeterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(GREETER);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("greet", "fail", "deep", "await"), GreeterAdvices.Mark.class.getName());
      advices.on(named("upper"), GreeterAdvices.Upper.class.getName());
      advices.on(named("add"), GreeterAdvices.AddOne.class.getName());
      advices.on(named("same"), GreeterAdvices.Doubled.class.getName());
      advices.on(named("wake", "count", "half"), GreeterAdvices.Asleep.class.getName());
      advices.on(constructor(), GreeterAdvices.Constructed.class.getName());
      advices.on(named("unlucky"), GreeterAdvices.Throwing.class.getName());
      advices.on(named("call"), GreeterAdvices.Wrapping.class.getName());
      advices.on(named("absent"), GreeterAdvices.Absent.class.getName());
      advices.on(named("wide"), GreeterAdvices.Wide.class.getName());
      advices.on(named("times").takes(), GreeterAdvices.Times.class.getName());
      advices.on(named("times").takes("java.lang.Object"), GreeterAdvices.TimesOf.class.getName());
      advices.holdState();
    }
  }

  private static final class SpeakerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf("io.obsagent.smoke.weaving.Speaker")
          .except("io.obsagent.smoke.weaving.Silent");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("speak").takes(), GreeterAdvices.Mark.class.getName());
      advices.holdState();
    }
  }
}
