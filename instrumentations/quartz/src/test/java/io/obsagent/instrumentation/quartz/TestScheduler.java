// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import io.obsagent.testing.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.matchers.EverythingMatcher;
import org.quartz.listeners.TriggerListenerSupport;

/** A scheduler in memory, with a listener that keeps what it is told. */
final class TestScheduler implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final Scheduler scheduler;
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  TestScheduler() throws SchedulerException {
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", "test-" + NUMBER.getAndIncrement());
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", "2");
    properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    scheduler = new StdSchedulerFactory(properties).getScheduler();
    scheduler.getListenerManager().addJobListener(new Listener(), all(EverythingMatcher.allJobs()));
    scheduler.start();
  }

  void run(Class<? extends Job> job, String name) throws SchedulerException {
    scheduler.scheduleJob(
        JobBuilder.newJob(job).withIdentity(name, "group").build(),
        TriggerBuilder.newTrigger().withIdentity(name).startNow().build());
  }

  void veto() throws SchedulerException {
    scheduler
        .getListenerManager()
        .addTriggerListener(new Veto(), all(EverythingMatcher.allTriggers()));
  }

  /** A list that can grow: the listeners of Quartz 2.0 are kept in it. */
  private static <T> List<T> all(T matcher) {
    return new ArrayList<>(List.of(matcher));
  }

  /** What the listener has heard of a job, once it is as much as this. */
  String told(String job, int count) {
    Recorded.await(() -> about(job).size() >= count, () -> "too little of " + job + ": " + told);
    return about(job).toString();
  }

  private List<String> about(String job) {
    return told.stream().filter(each -> each.startsWith(job)).collect(Collectors.toList());
  }

  /** Waits for jobs that run. */
  @Override
  public void close() throws SchedulerException {
    scheduler.shutdown(true);
  }

  private final class Listener implements JobListener {
    @Override
    public String getName() {
      return "test";
    }

    @Override
    public void jobToBeExecuted(JobExecutionContext context) {
      if (context.getJobDetail().getKey().getName().equals("unlistened")) {
        throw new IllegalStateException("broken listener");
      }
    }

    @Override
    public void jobExecutionVetoed(JobExecutionContext context) {
      told.add(context.getJobDetail().getKey().getName() + " vetoed");
    }

    @Override
    public void jobWasExecuted(
        JobExecutionContext context, @Nullable JobExecutionException thrown) {
      told.add(
          context.getJobDetail().getKey().getName()
              + (thrown == null ? " done" : " failed " + thrown.getMessage()));
    }
  }

  private static final class Veto extends TriggerListenerSupport {
    @Override
    public String getName() {
      return "veto";
    }

    @Override
    public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
      return true;
    }
  }
}
