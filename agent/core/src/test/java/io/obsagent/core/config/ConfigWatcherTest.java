// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.log.AgentLog.Level;
import io.obsagent.spi.metrics.MetricDefinition;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {
  private static final Option<Boolean> LIVE = Option.flag("live", false, "").asDynamic();

  @TempDir private File directory;

  @Test
  void aChangedFileReachesTheListener() throws Exception {
    AgentConfig config = load("log.level: warn\n");
    BlockingQueue<Level> levels = new LinkedBlockingQueue<>();
    config.onChange(AgentOptions.LOG_LEVEL, levels::add);

    try (ConfigWatcher watcher = ConfigWatcher.start(config, Duration.ofMillis(5))) {
      write("log.level: debug\n");

      assertThat(levels.poll(60, TimeUnit.SECONDS)).isEqualTo(Level.DEBUG);
      assertThat(config.get(AgentOptions.LOG_LEVEL)).isEqualTo(Level.DEBUG);
      assertThat(watcher).isNotNull();
    }
  }

  @Test
  void oneLookASecondIsEnoughForAChange() throws Exception {
    assertThat(ConfigWatcher.INTERVAL).isLessThanOrEqualTo(Duration.ofSeconds(1));
    AgentConfig config = load("log.level: warn\n");
    List<Level> levels = new ArrayList<>();
    config.onChange(AgentOptions.LOG_LEVEL, levels::add);
    config.reloadIfChanged();
    assertThat(levels).isEmpty();

    write("log.level: debug\n");
    config.reloadIfChanged();
    assertThat(levels).containsExactly(Level.DEBUG);

    config.reloadIfChanged();
    assertThat(levels).hasSize(1);
  }

  @Test
  void aBrokenFileLeavesTheValuesBefore() throws Exception {
    AgentConfig config = load("live: true\n");
    assertThat(config.get(LIVE)).isTrue();

    write("live: [\n");
    config.reload();

    assertThat(config.get(LIVE)).isTrue();
    assertThat(config.problems()).singleElement().asString().endsWith("; the values before stay");
  }

  @Test
  void aStaticOptionStaysAndIsTold() throws Exception {
    AgentConfig config = load("server.port: 1\n");
    assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(1);

    write("server.port: 2\n");
    config.reload();

    assertThat(config.get(SampleOptions.SERVER_PORT)).isEqualTo(1);
    assertThat(config.problems())
        .containsExactly("obs-agent.yaml:1: 'server.port' takes effect with the next start");
  }

  @Test
  void whatTheFileNeverNamedTakesNoEffectWithTheNextStart() throws Exception {
    AgentConfig config = load("server.port: 1\n");
    MetricRegistry metrics = new MetricRegistry(config);
    metrics.histogram(MetricDefinition.histogram("waiting_seconds", "Waiting.", 0.1, 1).unit("s"));

    write("live: true\nserver.port: 1\n");
    config.register(List.of(LIVE));
    config.reload();

    assertThat(config.problems()).isEmpty();
  }

  @Test
  void bucketsThatTheFileChangesTakeEffectWithTheNextStart() throws Exception {
    AgentConfig config = load("metrics.buckets.waiting_seconds: 1, 2\n");
    new MetricRegistry(config)
        .histogram(MetricDefinition.histogram("waiting_seconds", "Waiting.", 0.1).unit("s"));

    write("\nmetrics.buckets.waiting_seconds: [1, 2]\n");
    config.reload();
    assertThat(config.problems()).isEmpty();

    write("metrics.buckets.waiting_seconds: [1, 2, 3]\n");
    config.reload();
    assertThat(config.problems())
        .containsExactly(
            "obs-agent.yaml:1: 'metrics.buckets.waiting_seconds' takes effect with the next start");
  }

  @Test
  void aFileThatIsGoneLeavesTheValuesBeforeAndIsTold() throws Exception {
    AgentConfig config = load("live: true\n");
    assertThat(config.get(LIVE)).isTrue();

    Files.delete(new File(directory, "obs-agent.yaml").toPath());
    config.reload();

    assertThat(config.get(LIVE)).isTrue();
    assertThat(config.problems())
        .containsExactly("obs-agent.yaml: is gone; the values before stay");
  }

  @Test
  void aListenerThatFailsHarmsNobody() throws Exception {
    AgentConfig config = load("live: false\n");
    BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
    config.onChange(
        LIVE,
        value -> {
          throw new IllegalStateException("not today");
        });
    config.onChange(LIVE, seen::add);

    write("live: true\n");
    config.reload();

    assertThat(seen).containsExactly(true);
  }

  private AgentConfig load(String yaml) throws IOException {
    write(yaml);
    AgentConfig config = ConfigLoader.load(null, new Properties(), Map.of(), directory);
    config.register(SampleOptions.ALL);
    return config;
  }

  private void write(String yaml) throws IOException {
    Files.writeString(new File(directory, "obs-agent.yaml").toPath(), yaml);
  }
}
