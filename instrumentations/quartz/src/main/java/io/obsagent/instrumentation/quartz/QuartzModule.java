// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The shell that runs a job: it sees each execution, whatever the job's class is, who makes its
 * object, and whose thread it runs on. Executions that a listener vetoes are none.
 */
public final class QuartzModule extends InstrumentationModule {
  private static final String CONTEXT = "org.quartz.JobExecutionContext";

  public QuartzModule() {
    super("quartz", "Quartz 2.0–2.5");
  }

  @Override
  public String description() {
    return "A trace for each execution of a job, named by its class, with its duration as a metric.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.quartz.core.", "org.quartz.impl.", "org.quartz.simpl.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ShellInstrumentation());
  }

  private static final class ShellInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.quartz.core.JobRunShell");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("run").takes(0), ShellAdvices.Run.class.getName());
      advices.on(
          named("notifyListenersBeginning").takes(CONTEXT), ShellAdvices.Begin.class.getName());
      advices.on(
          named("notifyJobListenersComplete").takes(CONTEXT, "org.quartz.JobExecutionException"),
          ShellAdvices.Complete.class.getName());
    }
  }
}
