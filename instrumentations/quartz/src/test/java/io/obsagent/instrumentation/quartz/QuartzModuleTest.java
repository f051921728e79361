// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import io.obsagent.testing.ModuleKit;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

class QuartzModuleTest extends ModuleKit {
  QuartzModuleTest() {
    super(new QuartzModule());
  }

  /** Tried once more, and then given up. */
  public static final class Stubborn implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      throw new JobExecutionException("no stock", context.getRefireCount() == 0);
    }
  }

  @Override
  protected String use() throws Exception {
    try (TestScheduler scheduler = new TestScheduler()) {
      scheduler.run(Stubborn.class, "stubborn");
      return scheduler.told("stubborn", 2);
    }
  }
}
