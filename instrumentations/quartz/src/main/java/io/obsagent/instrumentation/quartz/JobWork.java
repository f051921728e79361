// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import io.obsagent.instrumentation.shared.scheduling.ScheduledTask;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;

/** Spans named by the class of a job, or by the method that Spring makes a job of. */
final class JobWork {
  private static final WorkKind JOB = WorkKind.registerNesting("quartz-job", SpanKind.INTERNAL);
  private static final String SPRING =
      "org.springframework.scheduling.quartz.MethodInvokingJobDetailFactoryBean$";

  private JobWork() {}

  static Work of(JobDetail job) {
    Class<?> type = job.getJobClass();
    Work work = type.getName().startsWith(SPRING) ? invoked(job) : null;
    return ScheduledTask.timed(work == null ? ScheduledTask.object(JOB, type, "execute") : work);
  }

  /** Spring's job for a method keeps it where the job's data are. */
  private static @Nullable Work invoked(JobDetail job) {
    Object invoker = job.getJobDataMap().get("methodInvoker");
    try {
      return invoker != null
              && tell(invoker, "getTargetClass") instanceof Class<?> target
              && tell(invoker, "getTargetMethod") instanceof String method
          ? ScheduledTask.method(JOB, target, method)
          : null;
    } catch (ReflectiveOperationException changed) {
      return null;
    }
  }

  private static @Nullable Object tell(Object invoker, String getter)
      throws ReflectiveOperationException {
    return invoker.getClass().getMethod(getter).invoke(invoker);
  }
}
