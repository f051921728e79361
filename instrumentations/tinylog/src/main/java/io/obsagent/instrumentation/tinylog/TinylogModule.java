// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Where tinylog decides about an event and makes an entry of it, on the thread that logs. */
public final class TinylogModule extends InstrumentationModule {
  private static final String ELEMENT = "java.lang.StackTraceElement";
  private static final String STRING = "java.lang.String";
  private static final String MAP = "java.util.Map";
  private static final String LEVEL = "org.tinylog.Level";
  private static final String CORE = "org.tinylog.core.";
  private static final String PROVIDER = CORE + "TinylogLoggingProvider";

  public TinylogModule() {
    super("tinylog", "tinylog 2.0–2.8");
  }

  @Override
  public String description() {
    return "tinylog's events with trace_id, span_id and correlation_id in their context, their"
        + " records, its levels; lines of JSON.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.tinylog.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new EntryInstrumentation(),
        new ConfigurationInstrumentation(),
        new ProviderInstrumentation(),
        new BridgeInstrumentation(),
        new PatternInstrumentation(),
        new OpenInstrumentation(),
        new FileInstrumentation());
  }

  private static final class EntryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CORE + "TinylogLoggingConfiguration", PROVIDER);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("calculateMinimumLevel").takes(LEVEL, MAP), LevelAdvices.Minimum.class.getName());
      advices.on(
          named("createLogEntry").takesFirst(ELEMENT, STRING, LEVEL),
          EntryAdvices.Create.class.getName());
      advices.on(
          named("createLogEntry").takesFirst(ELEMENT, STRING, "int"),
          EntryAdvices.CreateOlder.class.getName());
    }
  }

  private static final class ConfigurationInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CORE + "ConfigurationParser");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getCustomLevels").takes(0), LevelAdvices.Custom.class.getName());
    }
  }

  private static final class ProviderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(PROVIDER);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor(), LevelAdvices.NewProvider.class.getName());
      advices.on(
          named("log", "isEnabled").takesFirst(null, STRING, LEVEL),
          LevelAdvices.Decide.class.getName());
    }
  }

  /** From java.util.logging, and the APIs of Log4j 1.2 and of tinylog 1.3. */
  private static final class BridgeInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.tinylog.jul.BridgeHandler", "org.apache.log4j.Category", "org.pmw.tinylog.Logger");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("translateLevel").takes(LEVEL), LevelAdvices.Translate.class.getName());
    }
  }

  private static final class PatternInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.tinylog.writers.AbstractFormatPatternWriter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor().takes(MAP), WriterAdvices.Create.class.getName());
      advices.on(
          named("getRequiredLogEntryValues").takes(0), WriterAdvices.Required.class.getName());
      advices.on(
          named("render").takes("org.tinylog.core.LogEntry"), WriterAdvices.Render.class.getName());
    }
  }

  private static final class OpenInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.tinylog.writers.AbstractFileBasedWriter",
          "org.tinylog.writers.AbstractFormatPatternWriter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("createByteArrayWriter").takesFirst(STRING), WriterAdvices.Open.class.getName());
    }
  }

  private static final class FileInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.tinylog.writers.FileWriter",
          "org.tinylog.writers.RollingFileWriter",
          "org.tinylog.writers.SharedFileWriter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(constructor().takes(MAP), WriterAdvices.CreateFile.class.getName());
      advices.on(named("internalWrite").takes(1), WriterAdvices.Write.class.getName());
      advices.on(named("close").takes(0), WriterAdvices.Close.class.getName());
    }
  }
}
