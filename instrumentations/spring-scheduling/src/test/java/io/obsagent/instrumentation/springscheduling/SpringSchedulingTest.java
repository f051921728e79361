// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springscheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** In applications with the annotations. */
@ExtendWith(AgentExtension.class)
class SpringSchedulingTest {
  private static final String PACKAGE = "io.obsagent.instrumentation.springscheduling.";

  /** Looks into a database every few milliseconds. */
  static class Jobs {
    @Scheduled(fixedDelay = 5)
    void count() throws SQLException {
      select();
    }

    @Scheduled(fixedDelay = 5)
    void broken() {
      throw new IllegalStateException("no stock");
    }
  }

  private static void select() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:jobs")) {
      connection.createStatement().execute("SELECT 7");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableScheduling
  static class Scheduling {
    /** As one that logs: what it does belongs to the run that has failed. */
    private static void handle(Throwable thrown) {
      assertThat(thrown).hasMessage("no stock");
      try {
        select();
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }

    @Bean
    Jobs jobs() {
      return new Jobs();
    }

    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
      ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
      scheduler.setErrorHandler(Scheduling::handle);
      return scheduler;
    }
  }

  interface Mail {
    void send() throws SQLException;

    void archive() throws SQLException;

    Future<String> ask() throws SQLException;
  }

  static class BrokenMail implements Mail {
    @Async
    @Override
    public void send() {
      throw new IllegalStateException("no server");
    }

    @Async
    @Override
    public void archive() throws SQLException {
      select();
    }

    @Async
    @Override
    public Future<String> ask() {
      throw new IllegalStateException("no server");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAsync
  static class Asynchronous implements AsyncConfigurer {
    static final Queue<String> HANDLED = new ConcurrentLinkedQueue<>();

    @Bean
    Mail mail() {
      return new BrokenMail();
    }

    /** On the caller's thread: what hands contexts on is not this module. */
    @Override
    public Executor getAsyncExecutor() {
      return Runnable::run;
    }

    @Override
    public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
      return (thrown, method, arguments) -> {
        HANDLED.add(thrown.getMessage());
        try {
          select();
        } catch (SQLException e) {
          HANDLED.add(e.toString());
        }
      };
    }
  }

  @Test
  void eachRunIsATraceOfItsOwnWithItsStatements() throws Exception {
    runJobsUntil("Jobs.count", 3);

    List<RecordedSpan> runs = named("Jobs.count");
    assertThat(runs)
        .allSatisfy(run -> assertThat(run.parentSpanId()).isEmpty())
        .allSatisfy(run -> assertThat(run.kind()).isEqualTo("INTERNAL"))
        .allSatisfy(run -> assertThat(run.status()).isEqualTo("UNSET"))
        .allSatisfy(
            run ->
                assertThat(run.attribute("code.function.name"))
                    .isEqualTo(PACKAGE + "SpringSchedulingTest$Jobs.count"))
        .allSatisfy(
            run ->
                assertThat(Recorded.spans())
                    .filteredOn(span -> span.isChildOf(run))
                    .extracting(RecordedSpan::kind)
                    .containsExactly("CLIENT"));
    assertThat(runs).extracting(RecordedSpan::traceId).doesNotHaveDuplicates();
  }

  @Test
  void aRunThatFailsSaysWith() throws Exception {
    runJobsUntil("Jobs.broken", 2);

    assertThat(named("Jobs.broken"))
        .allSatisfy(run -> assertThat(run.parentSpanId()).isEmpty())
        .allSatisfy(run -> assertThat(run.status()).isEqualTo("ERROR"))
        .allSatisfy(
            run ->
                assertThat(run.attribute("error.type"))
                    .isEqualTo("java.lang.IllegalStateException"));
  }

  @Test
  void theHandlerOfAFailedRunIsWithinItAndTheNextRunIsNot() throws Exception {
    runJobsUntil("Jobs.broken", 3);

    List<RecordedSpan> runs = named("Jobs.broken");
    assertThat(runs.subList(0, 2))
        .allSatisfy(
            run ->
                assertThat(Recorded.spans())
                    .filteredOn(span -> span.isChildOf(run))
                    .extracting(RecordedSpan::kind)
                    .containsExactly("CLIENT"));
    assertThat(runs).extracting(RecordedSpan::traceId).doesNotHaveDuplicates();
  }

  @Test
  void eachRunIsCountedByItsOutcome() throws Exception {
    double good = runs("Jobs.count", "success");
    double bad = runs("Jobs.broken", "error");
    runJobsUntil("Jobs.broken", 2);

    assertThat(runs("Jobs.count", "success")).isGreaterThan(good);
    assertThat(runs("Jobs.broken", "error")).isGreaterThanOrEqualTo(bad + 2);
    assertThat(runs("Jobs.broken", "success")).isZero();
  }

  /** Zero before the first. */
  private static double runs(String task, String outcome) {
    Double count =
        Recorded.metric(
            "scheduled_task_duration_seconds_count{task=\"%s\",outcome=\"%s\"}"
                .formatted(task, outcome));
    return count == null ? 0 : count;
  }

  /** Started within a request, whose context Spring's pool would inherit. */
  private static void runJobsUntil(String name, int runs) throws Exception {
    AnnotationConfigApplicationContext application =
        Recorded.served(Map.of(), () -> new AnnotationConfigApplicationContext(Scheduling.class));
    try (application) {
      Recorded.await(
          () -> named(name).size() >= runs, () -> "too few runs among " + Recorded.spans());
    }
  }

  private static List<RecordedSpan> named(String name) {
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  @Test
  void whatAnAsyncMethodThrowsToNobodyIsOnASpan() throws Exception {
    Asynchronous.HANDLED.clear();
    try (var application = new AnnotationConfigApplicationContext(Asynchronous.class)) {
      Recorded.served(
          Map.of(),
          () -> {
            application.getBean(Mail.class).send();
            return null;
          });
    }

    assertThat(Asynchronous.HANDLED).containsExactly("no server");
    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan failure = spans.get(1);
    assertThat(failure.name()).isEqualTo("BrokenMail.send");
    assertThat(failure.isChildOf(spans.get(0))).isTrue();
    assertThat(failure.status()).isEqualTo("ERROR");
    assertThat(failure.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(spans.get(2).isChildOf(failure)).as("what the handler does").isTrue();
  }

  @Test
  void anAsyncMethodThatSucceedsIsASpanWithWhatItDoes() throws Exception {
    try (var application = new AnnotationConfigApplicationContext(Asynchronous.class)) {
      Recorded.served(
          Map.of(),
          () -> {
            application.getBean(Mail.class).archive();
            return null;
          });
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(3);
    RecordedSpan call = spans.get(1);
    assertThat(call.name()).isEqualTo("BrokenMail.archive");
    assertThat(call.isChildOf(spans.get(0))).isTrue();
    assertThat(call.status()).isEqualTo("UNSET");
    assertThat(call.attribute("code.function.name"))
        .isEqualTo(PACKAGE + "SpringSchedulingTest$BrokenMail.archive");
    assertThat(spans.get(2).isChildOf(call)).isTrue();
  }

  @Test
  void whatAFutureCarriesIsTheCallersAndIsOnTheSpan() throws Exception {
    try (var application = new AnnotationConfigApplicationContext(Asynchronous.class)) {
      Future<String> answer =
          Recorded.served(Map.of(), () -> application.getBean(Mail.class).ask());
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no server");
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(0).kind()).isEqualTo("SERVER");
    assertThat(spans.get(1).name()).isEqualTo("BrokenMail.ask");
    assertThat(spans.get(1).attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }
}
