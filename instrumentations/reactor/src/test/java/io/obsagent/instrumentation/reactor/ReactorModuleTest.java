// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import io.obsagent.testing.ModuleKit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class ReactorModuleTest extends ModuleKit {
  ReactorModuleTest() {
    super(new ReactorModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(OfTheApplication.class);
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    return hasOwnThreads()
        ? Set.of()
        : Set.of("SchedulerAdvices.NextThread", "SchedulerAdvices.OwnThread");
  }

  private static boolean hasOwnThreads() {
    String name = "reactor.core.scheduler.BoundedElasticThreadPerTaskScheduler";
    try {
      Class.forName(name + "$SequentialThreadPerTaskExecutor");
      return true;
    } catch (ClassNotFoundException ofAnOlderVersionOrJdk) {
      return false;
    }
  }

  @Override
  protected String use() {
    Mono<String> created = Mono.create(sink -> new Thread(() -> sink.success("b")).start());
    return Flux.range(1, 3)
            .publishOn(Schedulers.parallel())
            .delayElements(Duration.ofMillis(1))
            .map(String::valueOf)
            .concatWith(created)
            .concatWith(new OfTheApplication())
            .collectList()
            .block()
        + "";
  }

  private static final class OfTheApplication extends Mono<String> {
    @Override
    public void subscribe(CoreSubscriber<? super String> actual) {
      Mono.just("own").subscribe(actual);
    }
  }
}
