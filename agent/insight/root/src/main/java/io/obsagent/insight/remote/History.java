// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.remote;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import io.obsagent.insight.series.SeriesStore;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.diagnostics.Problems;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The store, and for the time before it a Prometheus that has scraped this process for longer:
 *
 * <pre>
 * Prometheus  [───────────────)
 * store                       [──────]
 * </pre>
 *
 * What it does not answer is left out, told, and not asked for again for a minute. Thread-safe.
 */
public final class History implements SeriesReader {
  private static final Option<String> URL =
      Option.url(
          "prometheus.remote-read.url",
          "Where Prometheus is read from, as http://prometheus:9090/api/v1/read: queries that begin"
              + " before the agent's own series get what came earlier from there.");

  private static final Option<String> TOKEN =
      Option.text(
              "prometheus.remote-read.token", "", "Token for bearer authentication to read there.")
          .asSecret();

  public static final List<Option<?>> OPTIONS = List.of(URL, TOKEN);

  private static final long REST_NANOS = Duration.ofMinutes(1).toNanos();

  private final SeriesStore store;
  private final RemoteRead remote;
  private volatile long failedAt = System.nanoTime() - REST_NANOS;

  private History(SeriesStore store, RemoteRead remote) {
    this.store = store;
    this.remote = remote;
  }

  /** The store itself, unless the configuration says where else to read. */
  public static SeriesReader of(Config config, SeriesStore store) {
    String url = config.get(URL);
    try {
      return url.isEmpty() ? store : new History(store, new RemoteRead(url, config.get(TOKEN)));
    } catch (IllegalArgumentException e) {
      Problems.set(URL.key(), URL.key() + ": nothing is read from there: " + e.getMessage());
      return store;
    }
  }

  @Override
  public List<Samples> select(
      Collection<LabelMatcher> matchers, long fromMillis, long toMillis, int maxSamples) {
    List<Samples> own = store.select(matchers, fromMillis, toMillis, maxSamples);
    long until = Math.min(toMillis, store.since() - 1);
    if (fromMillis > until || System.nanoTime() - failedAt < REST_NANOS) {
      return own;
    }
    int room = maxSamples - own.stream().mapToInt(Samples::size).sum();
    try {
      List<Samples> earlier = remote.select(matchers, fromMillis, until, room);
      Problems.clear(URL.key());
      return joined(earlier, own);
    } catch (IOException e) {
      failedAt = System.nanoTime();
      Problems.set(
          URL.key(),
          URL.key()
              + ": queries have only what the agent has recorded itself; asked again in a minute: "
              + e.getMessage());
      return own;
    }
  }

  private static List<Samples> joined(List<Samples> earlier, List<Samples> own) {
    Map<Labels, Samples> all = new LinkedHashMap<>();
    earlier.forEach(each -> all.put(each.labels(), each));
    own.forEach(each -> all.merge(each.labels(), each, History::joined));
    return new ArrayList<>(all.values());
  }

  private static Samples joined(Samples earlier, Samples later) {
    int size = earlier.size() + later.size();
    long[] times = Arrays.copyOf(earlier.timestamps(), size);
    double[] values = Arrays.copyOf(earlier.values(), size);
    System.arraycopy(later.timestamps(), 0, times, earlier.size(), later.size());
    System.arraycopy(later.values(), 0, values, earlier.size(), later.size());
    return new Samples(earlier.labels(), times, values, size);
  }
}
