// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;

/** In a scheduler of the application's own. */
@ExtendWith(AgentExtension.class)
class QuartzTest {
  private static final String PACKAGE = "io.obsagent.instrumentation.quartz.";

  public static final class CleanUp implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  public static final class Broken implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      throw new UnsupportedOperationException("no stock");
    }
  }

  public static final class Refiring implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      throw new JobExecutionException("no stock", context.getRefireCount() == 0);
    }
  }

  @Test
  void eachExecutionIsATraceOfItsOwnNamedByItsClass() throws Exception {
    try (TestScheduler scheduler = new TestScheduler()) {
      Recorded.served(
          Map.of(),
          () -> {
            scheduler.run(CleanUp.class, "first");
            scheduler.run(CleanUp.class, "second");
            return null;
          });
      scheduler.told("first", 1);
      scheduler.told("second", 1);
    }

    List<RecordedSpan> runs = named(Recorded.awaitSpans(3), "CleanUp");
    assertThat(runs)
        .hasSize(2)
        .allSatisfy(run -> assertThat(run.parentSpanId()).isEmpty())
        .allSatisfy(run -> assertThat(run.kind()).isEqualTo("INTERNAL"))
        .allSatisfy(run -> assertThat(run.status()).isEqualTo("UNSET"))
        .allSatisfy(
            run ->
                assertThat(run.attribute("code.function.name"))
                    .isEqualTo(PACKAGE + "QuartzTest$CleanUp.execute"));
    assertThat(runs)
        .extracting(run -> run.attribute("quartz.job.key"))
        .containsExactlyInAnyOrder("group.first", "group.second");
    assertThat(Recorded.spans()).extracting(RecordedSpan::traceId).doesNotHaveDuplicates();
  }

  @Test
  void whatAJobThrowsIsOnItsSpan() throws Exception {
    try (TestScheduler scheduler = new TestScheduler()) {
      scheduler.run(Broken.class, "broken");
      scheduler.told("broken", 1);
    }

    RecordedSpan run = Recorded.awaitSpans(1).get(0);
    assertThat(run.name()).isEqualTo("Broken");
    assertThat(run.status()).isEqualTo("ERROR");
    assertThat(run.attribute("error.type")).isEqualTo("java.lang.UnsupportedOperationException");
  }

  @Test
  void aJobThatIsRefiredHasASpanForEachAttempt() throws Exception {
    try (TestScheduler scheduler = new TestScheduler()) {
      scheduler.run(Refiring.class, "refiring");
      scheduler.told("refiring", 2);
    }

    assertThat(Recorded.awaitSpans(2))
        .allSatisfy(run -> assertThat(run.name()).isEqualTo("Refiring"))
        .allSatisfy(run -> assertThat(run.parentSpanId()).isEmpty())
        .allSatisfy(
            run ->
                assertThat(run.attribute("error.type"))
                    .isEqualTo("org.quartz.JobExecutionException"));
  }

  @Test
  void aJobThatIsNotExecutedHasNone() throws Exception {
    try (TestScheduler scheduler = new TestScheduler()) {
      scheduler.run(CleanUp.class, "unlistened");
      scheduler.veto();
      scheduler.run(CleanUp.class, "vetoed");
      scheduler.told("vetoed", 1);
    }

    Recorded.awaitSpans(0);
  }

  @Test
  void eachExecutionIsCountedByItsOutcome() throws Exception {
    double good = runs("CleanUp", "success");
    double bad = runs("Broken", "error");
    try (TestScheduler scheduler = new TestScheduler()) {
      scheduler.run(CleanUp.class, "good");
      scheduler.run(Broken.class, "bad");
      scheduler.told("good", 1);
      scheduler.told("bad", 1);
    }

    assertThat(runs("CleanUp", "success")).isEqualTo(good + 1);
    assertThat(runs("Broken", "error")).isEqualTo(bad + 1);
    assertThat(runs("Broken", "success")).isZero();
  }

  @Test
  void nothingIsLeftOnTheThreadsOfThePool() throws Exception {
    try (TestScheduler scheduler = new TestScheduler()) {
      scheduler.scheduler.scheduleJob(
          JobBuilder.newJob(CleanUp.class).withIdentity("often", "group").build(),
          TriggerBuilder.newTrigger()
              .withIdentity("often")
              .startNow()
              .withSchedule(
                  SimpleScheduleBuilder.simpleSchedule()
                      .withIntervalInMilliseconds(10)
                      .withRepeatCount(9))
              .build());
      scheduler.told("often", 10);
    }

    assertThat(Recorded.awaitSpans(10))
        .allSatisfy(run -> assertThat(run.parentSpanId()).isEmpty())
        .extracting(RecordedSpan::traceId)
        .doesNotHaveDuplicates();
  }

  /** Zero before the first. */
  private static double runs(String task, String outcome) {
    Double count =
        Recorded.metric(
            "scheduled_task_duration_seconds_count{task=\"%s\",outcome=\"%s\"}"
                .formatted(task, outcome));
    return count == null ? 0 : count;
  }

  private static List<RecordedSpan> named(List<RecordedSpan> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }
}
