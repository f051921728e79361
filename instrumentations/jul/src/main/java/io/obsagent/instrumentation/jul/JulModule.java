// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jul;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The one method of loggers that all others end in, on the thread that logs. */
public final class JulModule extends InstrumentationModule {
  public JulModule() {
    super("jul", "java.util.logging of JDK 17 and newer");
  }

  @Override
  public String description() {
    return "Records of what is logged by java.util.logging, and by System.Logger where that ends"
        + " there; its levels.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new LoggerInstrumentation(), new ManagerInstrumentation());
  }

  private static final class LoggerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("java.util.logging.Logger");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("log").takes("java.util.logging.LogRecord"), LoggerAdvices.Log.class.getName());
      advices.on(named("accessCheckedHandlers").takes(0), LoggerAdvices.Handlers.class.getName());
      advices.on(
          named("addHandler").takes("java.util.logging.Handler"),
          LoggerAdvices.AddHandler.class.getName());
    }
  }

  private static final class ManagerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("java.util.logging.LogManager");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("addLogger").takes("java.util.logging.Logger"),
          LoggerAdvices.NewLogger.class.getName());
    }
  }
}
