// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcatjuli;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Tomcat's LogManager, which has loggers for each class loader. */
public final class TomcatJuliModule extends InstrumentationModule {
  private static final String RECORD = "java.util.logging.LogRecord";

  public TomcatJuliModule() {
    super("tomcat-juli", "Tomcat JULI 9–11");
  }

  @Override
  public String description() {
    return "The levels of Tomcat's own logging, for each web application, and lines of JSON in its files;"
        + " with the module jul, which takes its records.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ManagerInstrumentation(), new FileInstrumentation(), new AsyncFileInstrumentation());
  }

  private static final class ManagerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.juli.ClassLoaderLogManager");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("addLogger").takes("java.util.logging.Logger"),
          ManagerAdvices.AddLogger.class.getName());
    }
  }

  private static final class FileInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.juli.FileHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("publish").takes(RECORD), FileAdvices.Publish.class.getName());
      advices.on(named("openWriter").takes(0), FileAdvices.Open.class.getName());
      advices.on(named("close").takes(0), FileAdvices.Close.class.getName());
    }
  }

  private static final class AsyncFileInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.juli.AsyncFileHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("publish").takes(RECORD), FileAdvices.Hand.class.getName());
    }
  }
}
