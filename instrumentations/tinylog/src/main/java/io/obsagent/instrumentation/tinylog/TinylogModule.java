// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Where tinylog makes an entry for its writers, on the thread that logs. Its levels are constants
 * of a JVM: none changes while it runs.
 */
public final class TinylogModule extends InstrumentationModule {
  private static final String ELEMENT = "java.lang.StackTraceElement";
  private static final String TAG = "java.lang.String";

  public TinylogModule() {
    super("tinylog", "tinylog 2.0–2.8");
  }

  @Override
  public String description() {
    return "tinylog's events with trace_id, span_id and correlation_id in their context, and their"
        + " records.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.tinylog.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new EntryInstrumentation());
  }

  private static final class EntryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.tinylog.core.TinylogLoggingConfiguration",
          "org.tinylog.core.TinylogLoggingProvider");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("createLogEntry").takesFirst(ELEMENT, TAG, "org.tinylog.Level"),
          EntryAdvices.Create.class.getName());
      advices.on(
          named("createLogEntry").takesFirst(ELEMENT, TAG, "int"),
          EntryAdvices.CreateOlder.class.getName());
    }
  }
}
