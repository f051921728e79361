// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.quartz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.quartz.MethodInvokingJobDetailFactoryBean;
import org.springframework.scheduling.quartz.QuartzJobBean;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;

/** As Spring's starter for Quartz sets it up: beans as jobs, on a pool of Spring's. */
@ExtendWith(AgentExtension.class)
class SpringQuartzTest {
  private static volatile CountDownLatch done = new CountDownLatch(0);

  public static final class Report extends QuartzJobBean {
    @Override
    protected void executeInternal(JobExecutionContext context) {
      done.countDown();
    }
  }

  public static final class Shop {
    public void cleanUp() {
      done.countDown();
      throw new IllegalStateException("no stock");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableScheduling
  static class Application {
    @Bean
    Shop shop() {
      return new Shop();
    }

    @Bean
    JobDetail report() {
      return JobBuilder.newJob(Report.class).withIdentity("report").storeDurably().build();
    }

    @Bean
    MethodInvokingJobDetailFactoryBean cleanUp(Shop shop) {
      MethodInvokingJobDetailFactoryBean job = new MethodInvokingJobDetailFactoryBean();
      job.setTargetObject(shop);
      job.setTargetMethod("cleanUp");
      return job;
    }

    @Bean
    ThreadPoolTaskExecutor pool() {
      ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
      pool.setCorePoolSize(2);
      return pool;
    }

    @Bean
    SchedulerFactoryBean scheduler(List<JobDetail> jobs, ThreadPoolTaskExecutor pool) {
      SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
      scheduler.setTaskExecutor(pool);
      scheduler.setJobFactory(new SpringBeanJobFactory());
      scheduler.setJobDetails(jobs.toArray(new JobDetail[0]));
      scheduler.setTriggers(
          jobs.stream()
              .map(job -> TriggerBuilder.newTrigger().forJob(job).startNow().build())
              .toArray(Trigger[]::new));
      scheduler.setWaitForJobsToCompleteOnShutdown(true);
      return scheduler;
    }
  }

  @Test
  void aJobIsOneSpanNamedByItsBeanOrByTheMethodThatItCalls() throws Exception {
    assumeTrue(System.getProperty("library.version") != null, "Quartz 2.0 is too old for Spring");
    done = new CountDownLatch(2);
    try (var application = new AnnotationConfigApplicationContext(Application.class)) {
      assertThat(application.getBean(Scheduler.class).isStarted()).isTrue();
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans)
        .extracting(RecordedSpan::name)
        .containsExactlyInAnyOrder("Report", "Shop.cleanUp");
    assertThat(spans).allSatisfy(run -> assertThat(run.parentSpanId()).isEmpty());
    assertThat(Recorded.span("Report").status()).isEqualTo("UNSET");
    assertThat(Recorded.span("Shop.cleanUp").status()).isEqualTo("ERROR");
    assertThat(Recorded.span("Shop.cleanUp").attribute("code.function.name"))
        .isEqualTo("io.obsagent.instrumentation.quartz.SpringQuartzTest$Shop.cleanUp");
  }
}
