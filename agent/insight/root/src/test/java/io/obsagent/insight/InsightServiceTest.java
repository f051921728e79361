// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.api.Answers;
import io.obsagent.insight.api.Endpoints;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.AgentReport.PartState;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Served;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.service.AgentContext;
import io.obsagent.spi.service.AgentLoop;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InsightServiceTest {
  private final List<Served> served = new ArrayList<>();
  private String dataDirectory = "";

  /** Starts, or fails to. */
  private record Part(String name, boolean starts) implements Feature {
    @Override
    public void routes(Endpoints endpoints) {
      endpoints.get("/" + name, params -> Answers.success(out -> out.value(name)));
    }

    @Override
    public void start(Insight insight, AgentContext context) {
      if (!starts) {
        throw new NoClassDefFoundError("com/example/Missing");
      }
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void clear() {
    Problems.clear("broken-part");
  }

  @Test
  void aFeatureThatDoesNotStartIsAProblemAndADeadPartAndStopsNoOther() {
    try (InsightService service =
        new InsightService(List.of(new Part("broken-part", false), new Part("good-part", true)))) {
      service.start(context());
      assertThat(status("/good-part")).isEqualTo(200);
      assertThat(Problems.all())
          .anyMatch(line -> line.startsWith("broken-part") && line.contains("com/example/Missing"))
          .noneMatch(line -> line.startsWith("good-part"));
      assertThat(AgentLoop.parts())
          .filteredOn(part -> part.name().endsWith("-part"))
          .singleElement()
          .satisfies(
              part -> {
                assertThat(part.name()).isEqualTo("broken-part");
                assertThat(part.state()).isEqualTo(PartState.DEAD);
                assertThat(part.lastError()).contains("com/example/Missing");
              });
      assertThat(AgentLoop.failures()).containsEntry("broken-part", 1L);
    }
  }

  @Test
  void aDataDirectoryThatIsNoPathIsToldAndAllElseWorks() {
    dataDirectory = "a\0b";
    try (InsightService service = new InsightService(List.of(new Part("good-part", true)))) {
      service.start(context());
      assertThat(status("/good-part")).isEqualTo(200);
      assertThat(Problems.all()).anyMatch(line -> line.startsWith("data.directory: "));
    }
    Problems.clear("data.directory");
  }

  private int status(String path) {
    Request request = new Request("GET", path, Map.of(), Map.of(), Map.of(), new byte[0]);
    Map<String, Handler> handlers = new HashMap<>();
    served.forEach(
        one -> one.routes().accept((method, at, access, handler) -> handlers.put(at, handler)));
    return handlers.get(path).handle(request).status();
  }

  private AgentContext context() {
    Config defaults =
        new Config() {
          @Override
          public <T> T get(Option<T> option) {
            boolean directory = option.equals(InsightOptions.DATA_DIRECTORY);
            return option.parser().apply(directory ? dataDirectory : option.defaultText());
          }

          @Override
          public <T> void onChange(Option<T> option, Consumer<T> listener) {}
        };
    Metrics none =
        (Metrics)
            Proxy.newProxyInstance(
                Metrics.class.getClassLoader(),
                new Class<?>[] {Metrics.class},
                (proxy, method, arguments) ->
                    method.getReturnType() == List.class ? List.<MetricSource>of() : null);
    return new AgentContext(
        defaults,
        none,
        Map.of(),
        () -> {
          throw new IllegalStateException("not asked here");
        },
        Thread::new,
        served,
        null);
  }
}
