// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.retrofit;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The one kind of call that all adapters of Retrofit end in. */
public final class RetrofitModule extends InstrumentationModule {
  public RetrofitModule() {
    super("retrofit", "Retrofit 2.5–3.0");
  }

  @Override
  public String description() {
    return "The template of the URL, from the method that is called, for the span of OkHttp below.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new CallInstrumentation());
  }

  private static final class CallInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("retrofit2.OkHttpCall");
    }

    @Override
    public void advise(Advices advices) {
      String send = CallAdvices.Send.class.getName();
      advices.on(named("execute").takes(0), send);
      advices.on(named("enqueue").takes("retrofit2.Callback"), send);
    }
  }
}
