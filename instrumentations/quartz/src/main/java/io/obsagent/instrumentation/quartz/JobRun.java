// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/** A shell that runs on this thread, and the execution of its job. */
final class JobRun {
  /** Which job of many; made by the application as it runs, and so no label. */
  private static final AttributeKey<String> KEY = AttributeKey.stringKey("quartz.job.key");

  private static final ThreadLocal<@Nullable JobRun> CURRENT = new ThreadLocal<>();

  private final @Nullable JobRun around;
  private @Nullable WorkOperation operation;

  private JobRun(@Nullable JobRun around) {
    this.around = around;
  }

  static JobRun open() {
    JobRun run = new JobRun(CURRENT.get());
    CURRENT.set(run);
    return run;
  }

  static void begin(JobExecutionContext context) {
    JobRun run = CURRENT.get();
    if (run == null) {
      return;
    }
    JobDetail job = context.getJobDetail();
    WorkOperation operation = WorkOperation.startRoot(JobWork.of(job), List.of());
    if (operation != null) {
      operation.span().setAttribute(KEY, job.getKey().toString());
      operation.attach();
      run.operation = operation;
    }
  }

  static void end(@Nullable JobExecutionException thrown) {
    JobRun run = CURRENT.get();
    if (run != null && run.operation != null) {
      run.operation.end(thrown == null ? null : cause(thrown));
    }
  }

  static void told() {
    JobRun run = CURRENT.get();
    if (run != null) {
      run.leave(null);
    }
  }

  /** Where something else has been thrown than Quartz expects, the execution has not ended. */
  void close() {
    if (around == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(around);
    }
    leave(new IllegalStateException("the job's shell was left"));
  }

  private void leave(@Nullable Throwable error) {
    WorkOperation running = operation;
    operation = null;
    if (running != null) {
      running.finish(error);
    }
  }

  /** What the job threw: anything but the exception meant for it comes in two of Quartz'. */
  private static Throwable cause(JobExecutionException thrown) {
    return thrown.getCause() instanceof SchedulerException wrapper
            && !(wrapper instanceof JobExecutionException)
            && wrapper.getCause() != null
        ? wrapper.getCause()
        : thrown;
  }
}
