// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All platform threads with what they do and wait for. The JVM stops for it, so it is asked at most
 * once a second, however many look. Virtual threads are not known to the JVM's management
 * interface. Thread-safe.
 */
final class ThreadDump {
  /** Beyond it, threads are counted but not shown. */
  static final int MAX_THREADS = 2_000;

  private static final int MAX_DEPTH = 128;
  private static final long KEEP_NANOS = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private byte @Nullable [] last;
  private long lastNanos;

  ThreadDump(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Seen(ThreadInfo info, long cpuMillis, String group) {}

  Response answer(Request request) {
    return Response.bytes(200, "application/json", dump());
  }

  private synchronized byte[] dump() {
    long now = nanoTime.getAsLong();
    byte[] known = last;
    if (known == null || now - lastNanos > KEEP_NANOS) {
      JsonWriter json = new JsonWriter();
      write(json);
      known = json.toBytes();
      last = known;
      lastNanos = now;
    }
    return known;
  }

  private static void write(JsonWriter json) {
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    ThreadInfo[] infos = bean.dumpAllThreads(false, false, MAX_DEPTH);
    boolean cpu = bean.isThreadCpuTimeSupported() && bean.isThreadCpuTimeEnabled();
    List<Seen> seen = new ArrayList<>();
    for (ThreadInfo info : infos) {
      if (info != null) {
        long nanos = cpu ? bean.getThreadCpuTime(info.getThreadId()) : -1;
        seen.add(
            new Seen(
                info, nanos < 0 ? -1 : nanos / 1_000_000, ThreadGroups.of(info.getThreadName())));
      }
    }
    seen.sort(Comparator.comparing(each -> each.info().getThreadName()));
    json.object().name("threads").array();
    for (Seen each : seen.subList(0, Math.min(MAX_THREADS, seen.size()))) {
      write(json, each);
    }
    json.end().field("omitted", Math.max(0, seen.size() - MAX_THREADS));
    json.name("deadlocks").array();
    for (List<Long> cycle : cycles(bean)) {
      json.array();
      cycle.forEach(json::value);
      json.end();
    }
    json.end();
    groups(json, seen);
    json.end();
  }

  private static void write(JsonWriter json, Seen seen) {
    ThreadInfo info = seen.info();
    json.object().field("id", info.getThreadId()).field("name", info.getThreadName());
    json.field("state", info.getThreadState().name()).field("daemon", info.isDaemon());
    json.field("cpu_ms", seen.cpuMillis()).field("group", seen.group());
    LockInfo lock = info.getLockInfo();
    json.field("locked_on", lock == null ? null : lock.toString());
    if (info.getLockOwnerId() >= 0) {
      json.field("blocked_by", info.getLockOwnerId());
    }
    json.name("stack").array();
    for (StackTraceElement frame : info.getStackTrace()) {
      json.value(frame.toString());
    }
    json.end().end();
  }

  /** Deadlocked threads, each circle of them by itself. */
  static List<List<Long>> cycles(ThreadMXBean bean) {
    long[] stuck = bean.findDeadlockedThreads();
    if (stuck == null) {
      return List.of();
    }
    Map<Long, Long> waitsFor = new LinkedHashMap<>();
    for (ThreadInfo info : bean.getThreadInfo(stuck)) {
      if (info != null) {
        waitsFor.put(info.getThreadId(), info.getLockOwnerId());
      }
    }
    List<List<Long>> cycles = new ArrayList<>();
    Set<Long> told = new LinkedHashSet<>();
    for (Long start : waitsFor.keySet()) {
      Set<Long> path = new LinkedHashSet<>();
      Long at = start;
      while (at != null && !told.contains(at) && path.add(at)) {
        at = waitsFor.get(at);
      }
      if (at != null && path.contains(at)) {
        List<Long> cycle = new ArrayList<>(path);
        cycles.add(cycle.subList(cycle.indexOf(at), cycle.size()));
      }
      told.addAll(path);
    }
    return cycles;
  }

  /** The largest first. */
  private static void groups(JsonWriter json, List<Seen> seen) {
    Map<String, List<Seen>> groups = new HashMap<>();
    for (Seen each : seen) {
      groups.computeIfAbsent(each.group(), name -> new ArrayList<>()).add(each);
    }
    List<Map.Entry<String, List<Seen>>> sorted = new ArrayList<>(new TreeMap<>(groups).entrySet());
    sorted.sort(Comparator.comparingInt(entry -> -entry.getValue().size()));
    json.name("groups").array();
    for (Map.Entry<String, List<Seen>> entry : sorted) {
      Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
      long cpu = 0;
      for (Seen each : entry.getValue()) {
        states.merge(each.info().getThreadState(), 1, Integer::sum);
        cpu += Math.max(0, each.cpuMillis());
      }
      json.object().field("name", entry.getKey()).field("count", entry.getValue().size());
      json.field("cpu_ms", cpu).name("states").object();
      states.forEach((state, count) -> json.field(state.name(), count));
      json.end().end();
    }
    json.end();
  }
}
