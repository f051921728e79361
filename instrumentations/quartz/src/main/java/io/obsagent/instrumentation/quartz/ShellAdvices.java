// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** Advice for {@code JobRunShell}, which executes a job between what it tells its listeners. */
final class ShellAdvices {
  private ShellAdvices() {}

  /** Advice for {@code run}, which executes the job as often as it asks for that. */
  static final class Run {
    private Run() {}

    @OnEnter
    static JobRun enter() {
      return JobRun.open();
    }

    @OnExit
    static void exit(@Token @Nullable JobRun run) {
      if (run != null) {
        run.close();
      }
    }
  }

  /** Advice for {@code notifyListenersBeginning}: when it returns true, the job is next. */
  static final class Begin {
    private Begin() {}

    @OnEnter
    static @Nullable JobExecutionContext enter(@Argument(0) @Nullable JobExecutionContext context) {
      return context;
    }

    @OnExit
    static void exit(@Token @Nullable JobExecutionContext context, @Return boolean begins) {
      if (context != null && begins) {
        JobRun.begin(context);
      }
    }
  }

  /**
   * Advice for {@code notifyJobListenersComplete}: the job has ended, and what its listeners log
   * has the ids of that execution.
   */
  static final class Complete {
    private Complete() {}

    @OnEnter
    static void enter(@Argument(1) @Nullable JobExecutionException thrown) {
      JobRun.end(thrown);
    }

    @OnExit
    static void exit() {
      JobRun.told();
    }
  }
}
