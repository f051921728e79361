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
        + " in their MDC, their records, and its levels.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.jboss.logmanager.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new NodeInstrumentation(), new RecordInstrumentation(), new ContextInstrumentation());
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
}
