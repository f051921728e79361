// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.h2console;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** H2's console on its own: as a servlet it is served by somebody else. */
public final class H2ConsoleModule extends InstrumentationModule {
  public H2ConsoleModule() {
    super("h2-console", "H2 2.1–2.5");
  }

  @Override
  public String description() {
    return "Server spans and request metrics of H2's console, where H2 serves it itself.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        TypeInstrumentation.of(
            TypeMatch.named("org.h2.server.web.WebThread"), H2ConsoleModule::adviseThread),
        TypeInstrumentation.of(
            TypeMatch.named("org.h2.server.web.WebApp"),
            advices ->
                advices.on(
                    named("processRequest")
                        .takes("java.lang.String", "org.h2.util.NetworkConnectionInfo"),
                    WebAdvices.Page.class.getName())));
  }

  private static void adviseThread(Advices advices) {
    advices.on(named("process").takes(0), WebAdvices.Process.class.getName());
    advices.on(named("readHeaderLine").takes(0), WebAdvices.Line.class.getName());
    advices.on(
        named("writeSimple").takesFirst("java.lang.String"), WebAdvices.Answer.class.getName());
  }
}
