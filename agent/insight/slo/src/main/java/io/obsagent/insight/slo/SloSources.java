// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.files.FilePaths;
import io.obsagent.insight.files.WatchedFiles;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.service.AgentLoop;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Objectives as the configuration and files have them, now and after each change. A file that turns
 * bad keeps what it had before. Thread-safe.
 */
final class SloSources implements AutoCloseable {
  private static final Duration WATCH = Duration.ofSeconds(5);
  private static final String AREA = "slo.objectives";

  private final Config config;
  private final Consumer<List<Objective>> taker;
  private final Map<String, List<Objective>> kept = new HashMap<>();
  private final WatchedFiles watched = new WatchedFiles();
  private final AgentLoop loop = new AgentLoop("slo-files", this::look);

  /**
   * @param taker takes all objectives whenever something has changed; some may have one id
   */
  SloSources(Config config, Consumer<List<Objective>> taker) {
    this.config = config;
    this.taker = taker;
  }

  /** Reads all, and begins to watch. */
  void begin() {
    watched.changed(files(config));
    load();
    config.onChange(SloFeature.OBJECTIVES, changed -> load());
    loop.start(WATCH);
  }

  /** Takes over what has changed; returns how long to wait before the next look, ns. */
  long look() {
    if (watched.changed(files(config))) {
      load();
    }
    return WATCH.toNanos();
  }

  private synchronized void load() {
    List<String> problems = new ArrayList<>();
    List<Objective> all = readAll(config, kept, problems);
    Problems.replace(AREA, problems);
    taker.accept(all);
  }

  /** Tells what is wrong, and takes nothing. */
  static void check(Config config) {
    List<String> problems = new ArrayList<>();
    Objectives.unique(readAll(config, new HashMap<>(), problems), problems);
    Problems.replace(AREA, problems);
  }

  /** Gives histograms the bounds that objectives have as thresholds. */
  static void addBounds(Config config, BiPredicate<String, Double> histograms) {
    for (Objective objective : readAll(config, new HashMap<>(), new ArrayList<>())) {
      for (Counters.Bound bound : Counters.bounds(objective.indicator())) {
        histograms.test(bound.histogram(), bound.bound());
      }
    }
  }

  private static List<File> files(Config config) {
    return FilePaths.listed(
        config.get(SloFeature.FILES), wrong -> Problems.add("slo.files", "slo.files: " + wrong));
  }

  private static List<Objective> readAll(
      Config config, Map<String, List<Objective>> kept, List<String> problems) {
    // What is wrong in the configuration is told by whoever read it.
    List<Objective> all = new ArrayList<>(config.get(SloFeature.OBJECTIVES));
    for (File file : files(config)) {
      ObjectiveFile read = ObjectiveFile.read(file.toPath());
      problems.addAll(read.warnings());
      List<Objective> before = kept.get(file.getPath());
      if (read.errors().isEmpty() || before == null) {
        problems.addAll(read.errors());
        kept.put(file.getPath(), read.objectives());
        all.addAll(read.objectives());
      } else {
        int more = read.errors().size() - 1;
        problems.add(
            file
                + ": not taken over, the "
                + before.size()
                + " objectives before stay: "
                + read.errors().get(0)
                + (more == 0 ? "" : " (and " + more + " more)"));
        all.addAll(before);
      }
    }
    List<String> names =
        Arrays.stream(config.get(SloFeature.DEFAULTS).split(",", 50))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    all.addAll(Defaults.named(names, problems));
    return all;
  }

  @Override
  public void close() {
    loop.close();
  }
}
