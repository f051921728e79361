// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.insight.series.StoreOptions;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.Problems;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final long START = 1_700_000_000_000L;
  private static final long STEP = 15_000;
  private static final int BEFORE = 400;
  private static final Pattern LISTENS = Pattern.compile("Listening on\" address=(\\S+)");
  private static final List<LabelMatcher> ALL = List.of(LabelMatcher.equal("__name__", "calls"));

  @TempDir private Path directory;
  private final List<Process> processes = new ArrayList<>();
  private final SeriesStore store =
      SeriesStore.open(StoreOptions.defaults(), START, told -> Problems.add("series", told));

  @BeforeEach
  void begin() {
    Problems.clear();
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    store.close();
    Problems.clear();
  }

  private record Given(String url) implements Config {
    @Override
    public <T> T get(Option<T> option) {
      return option.parser().apply(option.key().endsWith(".url") ? url : option.defaultText());
    }

    @Override
    public <T> void onChange(Option<T> option, Consumer<T> listener) {}
  }

  private static Labels calls(String route) {
    return Labels.of("__name__", "calls", "route", route);
  }

  private static List<Long> times(Samples samples) {
    return Arrays.stream(samples.timestamps()).limit(samples.size()).boxed().toList();
  }

  private static List<Double> values(Samples samples) {
    return Arrays.stream(samples.values()).limit(samples.size()).boxed().toList();
  }

  /** With 400 samples of two routes, the one beyond what is short, the other with odd values. */
  private String prometheus() throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> new File(path, "prometheus").canExecute());
    if (!there) {
      System.out.println(
          "skipped: reading from a real Prometheus: 'prometheus' is not on the path");
    }
    assumeTrue(there, "'prometheus' is not on the path");
    StringBuilder text = new StringBuilder("# TYPE calls gauge\n");
    for (String route : List.of("/a", "/größer")) {
      for (int i = 0; i < BEFORE; i++) {
        text.append("calls{route=\"").append(route).append("\"} ");
        text.append(i * 0.1).append(' ').append((START + i * STEP) / 1_000).append('\n');
      }
    }
    Path metrics = Files.writeString(directory.resolve("metrics.txt"), text.append("# EOF\n"));
    String data = directory.resolve("data").toString();
    assertThat(
            start("promtool", "tsdb", "create-blocks-from", "openmetrics", metrics.toString(), data)
                .waitFor())
        .isZero();
    Path file = Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
    Process process =
        start(
            "prometheus",
            "--config.file=" + file,
            "--storage.tsdb.path=" + data,
            "--storage.tsdb.retention.time=100y",
            "--web.listen-address=127.0.0.1:0");
    while (process.isAlive()) {
      String said = Files.readString(directory.resolve("prometheus.log"));
      Matcher found = LISTENS.matcher(said);
      if (found.find() && said.contains("ready to receive")) {
        return "http://" + found.group(1) + "/api/v1/read";
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError(Files.readString(directory.resolve("prometheus.log")));
  }

  private Process start(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(command[0] + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  @Test
  void whatCameBeforeTheProcessIsThatOfPrometheus() throws Exception {
    SeriesReader history = History.of(new Given(prometheus()), store);
    long began = START + 300 * STEP; // both have what came then: the store's counts
    for (int i = 300; i < 500; i++) {
      store.append(calls("/a"), START + i * STEP, 1_000);
      store.append(calls("/new"), START + i * STEP, 1);
    }

    List<Samples> found = history.select(ALL, START, START + 500 * STEP, 10_000);

    assertThat(found)
        .extracting(Samples::labels)
        .containsExactlyInAnyOrder(calls("/a"), calls("/größer"), calls("/new"));
    for (Samples each : found) {
      switch (each.labels().get("route")) {
        case "/a" -> {
          assertThat(times(each)).hasSize(500).isSorted().contains(START, began - STEP, began);
          assertThat(values(each)).startsWith(0.0, 0.1, 0.2).containsOnlyOnce(299 * 0.1);
          assertThat(values(each).subList(300, 500)).containsOnly(1_000.0);
        }
        case "/new" -> assertThat(each.size()).isEqualTo(200);
        default -> assertThat(values(each)).hasSize(300).endsWith(299 * 0.1);
      }
    }
    LabelMatcher odd = new LabelMatcher(LabelMatcher.Op.NOT_REGEX, "route", "/a|/new");
    LabelMatcher not = new LabelMatcher(LabelMatcher.Op.NOT_EQUAL, "route", "/a");
    LabelMatcher like = new LabelMatcher(LabelMatcher.Op.REGEX, "route", "/gr.*");
    assertThat(history.select(List.of(ALL.get(0), odd, not, like), START, START + STEP, 10))
        .singleElement()
        .satisfies(one -> assertThat(times(one)).containsExactly(START, START + STEP));
    assertThatThrownBy(() -> history.select(ALL, START, began, 100))
        .isInstanceOf(SampleLimitException.class);
    assertThat(history.select(ALL, began, began + STEP, 10)).hasSize(2);
    assertThat(Problems.all()).isEmpty();
  }

  @Test
  void aPrometheusThatFailsTakesNothingAwayAndIsLeftAloneForAWhile() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] noSnappy = {5, 0};
          exchange.sendResponseHeaders(200, noSnappy.length);
          exchange.getResponseBody().write(noSnappy);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/read";
      SeriesReader history = History.of(new Given(url), store);
      store.append(calls("/a"), START, 7);
      for (int i = 0; i < 3; i++) {
        assertThat(history.select(ALL, START - STEP, START, 10))
            .singleElement()
            .satisfies(one -> assertThat(values(one)).containsExactly(7.0));
      }
    } finally {
      server.stop(0);
    }
    assertThat(asked).hasValue(1);
    assertThat(Problems.all())
        .singleElement()
        .asString()
        .contains("prometheus.remote-read.url", "no whole block");
  }

  @Test
  void nobodyIsAskedUnlessTheConfigurationSaysSo() {
    assertThat(History.of(new Given(""), store)).isSameAs(store);
    assertThat(History.OPTIONS).extracting(Option::key).hasSize(2);
  }

  @Test
  void aBlockMayRepeatWhatItHas() throws Exception {
    // "abc", then 9 bytes from 3 back, then 4 from 12 back by a long offset.
    byte[] block = {16, 2 << 2, 'a', 'b', 'c', 5 << 2 | 1, 3, 3 << 2 | 3, 12, 0, 0, 0};
    assertThat(new String(Snappy.decode(block, 16))).isEqualTo("abcabcabcabcabca");
    byte[] large = new byte[70_000];
    Arrays.fill(large, (byte) 9);
    assertThat(Snappy.decode(Snappy.encode(large), large.length)).isEqualTo(large);
    Map<String, byte[]> wrong =
        Map.of(
            "offset before the begin", new byte[] {4, 0, 'a', 1, 2},
            "no offset", new byte[] {5, 0, 'a', 1, 0},
            "longer than said", new byte[] {1, 1 << 2, 'a', 'b'},
            "cut", new byte[] {9, 8 << 2, 'a'},
            "of a length without end", new byte[] {-1, -1, -1, -1, -1, -1},
            "literal of a negative length", new byte[] {4, (byte) (63 << 2), -1, -1, -1, -1},
            "larger than may be", new byte[] {(byte) 0x80, 1});
    wrong.forEach(
        (what, bytes) ->
            assertThatThrownBy(() -> Snappy.decode(bytes, 100))
                .as(what)
                .isInstanceOf(java.io.IOException.class));
  }
}
