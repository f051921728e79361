// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All figures of one contestant. */
final class Result {
  private static final double MIB = 1024 * 1024;

  private final String name;
  private final double jarMib;
  private final List<Double> startCpu = new ArrayList<>();
  private final List<Double> startWall = new ArrayList<>();
  private final Map<String, List<Window>> windows = new LinkedHashMap<>();
  private double heapMib;
  private double outsideHeapMib;
  private long classes;

  Result(String name, long jarBytes) {
    this.name = name;
    this.jarMib = jarBytes / MIB;
  }

  void started(RunningTarget target) {
    startCpu.add(target.atFirstResponse().cpu() / 1e9);
    startWall.add(target.secondsToFirstResponse());
  }

  void add(String path, Window window) {
    windows.computeIfAbsent(path, key -> new ArrayList<>()).add(window);
  }

  void atEnd(Stats stats) {
    heapMib = stats.heapUsed() / MIB;
    outsideHeapMib = (stats.rss() - stats.heapCommitted()) / MIB;
    classes = stats.classes();
  }

  String name() {
    return name;
  }

  /** What was asked for, in the order of the windows. */
  Set<String> paths() {
    return windows.keySet();
  }

  /** The values of every figure by its name, one for each window or start, in that order. */
  Map<String, List<Double>> figures() {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    figures.put("CPU to first response, s", startCpu);
    figures.put("wall to first response, s", startWall);
    windows.forEach((path, list) -> figures.put(path + " CPU, µs", of(list, Window::cpu)));
    windows.forEach(
        (path, list) ->
            figures.put(path + " CPU of request threads, µs", of(list, Window::requestCpu)));
    windows.forEach((path, list) -> figures.put(path + " allocated, KiB", of(list, Window::kib)));
    windows.forEach((path, list) -> figures.put(path + " spans", of(list, Window::spans)));
    figures.put("classes loaded", List.of((double) classes));
    figures.put("live heap, MiB", List.of(heapMib));
    figures.put("RSS outside the heap, MiB", List.of(outsideHeapMib));
    figures.put("jar, MiB", List.of(jarMib));
    return figures;
  }

  private static List<Double> of(List<Window> windows, ToDoubleFunction<Window> figure) {
    return windows.stream().map(figure::applyAsDouble).toList();
  }

  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
