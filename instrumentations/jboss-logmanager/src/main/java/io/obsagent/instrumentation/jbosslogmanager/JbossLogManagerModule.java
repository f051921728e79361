// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Where JBoss LogManager hands a record to its handlers, on the thread that logs. */
public final class JbossLogManagerModule extends InstrumentationModule {
  private static final String RECORD = "org.jboss.logmanager.ExtLogRecord";

  public JbossLogManagerModule() {
    super("jboss-logmanager", "JBoss LogManager 1.5–3.2");
  }

  @Override
  public String description() {
    return "Events of JBoss LogManager (WildFly, Quarkus) with trace_id, span_id and correlation_id"
        + " in their MDC, their records, its levels; lines of JSON.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.jboss.logmanager.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new NodeInstrumentation(),
        new RecordInstrumentation(),
        new ContextInstrumentation(),
        new WriterInstrumentation(),
        new HandlerInstrumentation(),
        new FileInstrumentation());
  }

  private static final class NodeInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.jboss.logmanager.LoggerNode");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("publish").takes(RECORD), RecordAdvices.Publish.class.getName());
    }
  }

  private static final class RecordInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(RECORD);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getMdc").takes("java.lang.String"), RecordAdvices.GetMdc.class.getName());
      advices.on(named("copyMdc", "getMdcCopy").takes(0), RecordAdvices.CopyMdc.class.getName());
    }
  }

  private static final class ContextInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.jboss.logmanager.LogContext");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), RecordAdvices.NewContext.class.getName());
    }
  }

  private static final class WriterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.jboss.logmanager.handlers.WriterHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("doPublish").takes(RECORD), HandlerAdvices.Publish.class.getName());
      advices.on(named("close").takes(0), HandlerAdvices.Close.class.getName());
    }
  }

  /** Before 3.0 it inherits the method from the JDK's, which the module jul advises. */
  private static final class HandlerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.jboss.logmanager.ExtHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getFormatter").takes(0), HandlerAdvices.GetFormatter.class.getName());
    }
  }

  private static final class FileInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.jboss.logmanager.handlers.FileHandler");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("setFile").takes("java.io.File"), HandlerAdvices.SetFile.class.getName());
    }
  }
}
