// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which requests the samples of a recording belong to. A recording is in no order; so it is read
 * for the samples first, then for the changes of their threads, of which the last before each
 * sample is kept, then for the names of these requests. What is held is bounded by the number of
 * samples. Not thread-safe.
 */
final class Samples {
  private static final long NONE = 0;

  private final Map<Long, OfThread> threads = new HashMap<>();
  private final Map<List<String>, List<String>> stacks = new HashMap<>();
  private final Set<Long> requests = new HashSet<>();
  private final Map<Long, String> names = new HashMap<>();

  private static final class Sample {
    final long nanos;
    final String group;
    final List<String> frames;

    /** When the thread last changed since its sample before; 0 if it has not. */
    long changed;

    long request;

    Sample(long nanos, String group, List<String> frames) {
      this.nanos = nanos;
      this.group = group;
      this.frames = frames;
    }
  }

  private static final class OfThread {
    final List<Sample> samples = new ArrayList<>();
    long firstChange = Long.MAX_VALUE;
    long before = NONE;

    void change(long nanos, long from, long to) {
      if (nanos < firstChange) {
        firstChange = nanos;
        before = from;
      }
      int next = firstSince(nanos);
      if (next < samples.size() && samples.get(next).changed <= nanos) {
        samples.get(next).changed = nanos;
        samples.get(next).request = to;
      }
    }

    private int firstSince(long nanos) {
      int low = 0;
      int high = samples.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (samples.get(middle).nanos < nanos) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** What no change comes before belongs to the one before. */
    void settle() {
      long request = before;
      for (Sample sample : samples) {
        request = sample.changed == 0 ? request : sample.request;
        sample.request = request;
      }
    }
  }

  /**
   * A sample.
   *
   * @param thread a number for each
   * @param nanos since the epoch
   * @param frames the outermost first
   */
  void add(long thread, long nanos, String group, List<String> frames) {
    List<String> shared = stacks.computeIfAbsent(frames, each -> each);
    threads
        .computeIfAbsent(thread, each -> new OfThread())
        .samples
        .add(new Sample(nanos, group, shared));
  }

  /** To be called when all samples are there, before the first change. */
  void sort() {
    Comparator<Sample> byTime = Comparator.comparingLong(sample -> sample.nanos);
    threads.values().forEach(each -> each.samples.sort(byTime));
  }

  /** A thread goes over from one request to another; 0 is none. */
  void change(long thread, long nanos, long from, long to) {
    OfThread known = threads.get(thread);
    if (known != null) {
      known.change(nanos, from, to);
    }
  }

  /** To be called when all changes are there, before the first name. */
  void settle() {
    for (OfThread each : threads.values()) {
      each.settle();
      each.samples.forEach(sample -> requests.add(sample.request));
    }
    requests.remove(NONE);
  }

  /** What a request is called; the longest text is the one that knows its route. */
  void name(long request, String name) {
    if (requests.contains(request)) {
      names.merge(request, name, (one, other) -> one.length() > other.length() ? one : other);
    }
  }

  Profile profile() {
    Profile profile = new Profile();
    for (OfThread each : threads.values()) {
      for (Sample sample : each.samples) {
        String route = names.getOrDefault(sample.request, Profile.NO_ROUTE);
        profile.add(route, sample.group, sample.frames);
      }
    }
    return profile;
  }
}
