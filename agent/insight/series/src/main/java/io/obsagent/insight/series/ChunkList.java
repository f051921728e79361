// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One series in one tier: sealed chunks, oldest first, and the one being written. */
final class ChunkList {
  private static final Chunk[] NONE = {};

  /** Both in one, so that a reader never misses the chunk that is just being sealed. */
  private record State(Chunk[] sealed, @Nullable ChunkAppender head) {}

  private volatile State state = new State(NONE, null);

  /** Returns by how many bytes the memory in use has grown. */
  int append(Tier tier, long time, double value) {
    State now = state;
    ChunkAppender head = now.head;
    if (head == null) {
      head = new ChunkAppender(time, value);
      state = new State(now.sealed, head);
      return head.chunk().memoryBytes();
    }
    if (tier.windowStart(time) != tier.windowStart(head.chunk().firstTime)) {
      return seal() + append(tier, time, value);
    }
    int before = head.chunk().memoryBytes();
    head.append(time, value);
    return head.chunk().memoryBytes() - before;
  }

  /** Closes the chunk being written; returns the (negative) growth. */
  int seal() {
    State now = state;
    if (now.head == null) {
      return 0;
    }
    int before = now.head.chunk().memoryBytes();
    Chunk[] sealed = Arrays.copyOf(now.sealed, now.sealed.length + 1);
    sealed[now.sealed.length] = now.head.seal();
    state = new State(sealed, null);
    return sealed[now.sealed.length].memoryBytes() - before;
  }

  /** Puts a chunk read from disk before all others; returns the growth. */
  int prepend(Chunk chunk) {
    State now = state;
    if (chunk.size() == 0 || chunk.lastTime() >= firstTime()) {
      return 0;
    }
    Chunk[] sealed = new Chunk[now.sealed.length + 1];
    System.arraycopy(now.sealed, 0, sealed, 1, now.sealed.length);
    sealed[0] = chunk;
    state = new State(sealed, now.head);
    return chunk.memoryBytes();
  }

  /** Drops sealed chunks that end before a time; returns the (negative) growth. */
  int dropBefore(long time) {
    State now = state;
    int drop = 0;
    int bytes = 0;
    while (drop < now.sealed.length && now.sealed[drop].lastTime() < time) {
      bytes -= now.sealed[drop++].memoryBytes();
    }
    if (drop > 0) {
      state = new State(Arrays.copyOfRange(now.sealed, drop, now.sealed.length), now.head);
    }
    return bytes;
  }

  void decode(long from, long to, SampleBuffer into) {
    State now = state;
    for (Chunk chunk : now.sealed) {
      chunk.decode(from, to, into);
    }
    if (now.head != null) {
      now.head.chunk().decode(from, to, into);
    }
  }

  boolean isEmpty() {
    State now = state;
    return now.sealed.length == 0 && now.head == null;
  }

  long firstTime() {
    State now = state;
    if (now.sealed.length > 0) {
      return now.sealed[0].firstTime;
    }
    return now.head == null ? Long.MAX_VALUE : now.head.chunk().firstTime;
  }

  long lastTime() {
    State now = state;
    if (now.head != null) {
      return now.head.chunk().lastTime();
    }
    return now.sealed.length == 0 ? Long.MIN_VALUE : now.sealed[now.sealed.length - 1].lastTime();
  }

  long samples() {
    State now = state;
    long count = now.head == null ? 0 : now.head.chunk().size();
    for (Chunk chunk : now.sealed) {
      count += chunk.size();
    }
    return count;
  }
}
