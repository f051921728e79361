// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.export;

import java.util.ArrayDeque;

/**
 * Bytes, first in, first out, in chunks of 64 KiB that are used again and again: what waits here is
 * nothing that a collector of garbage would have to follow or to copy. Not thread-safe.
 */
final class ByteFifo {
  static final int CHUNK = 64 << 10;

  private final ArrayDeque<byte[]> chunks = new ArrayDeque<>();
  private final Spares spares;

  /** Where the next byte is read, in the first chunk. */
  private int head;

  /** Where the next one is written, in the last. */
  private int tail = CHUNK;

  private long size;

  /**
   * Chunks that several use in turn: as many as were in use at once since last there was nothing. A
   * new one is copied by each collection of garbage until it is old.
   */
  static final class Spares {
    private final ArrayDeque<byte[]> unused = new ArrayDeque<>();
    private int inUse;
    private int mostInUse;

    private byte[] take() {
      mostInUse = Math.max(mostInUse, ++inUse);
      byte[] chunk = unused.poll();
      return chunk == null ? new byte[CHUNK] : chunk;
    }

    private void give(byte[] chunk) {
      unused.push(chunk);
      if (--inUse == 0) {
        while (unused.size() > mostInUse) {
          unused.pop();
        }
        mostInUse = 0;
      }
    }

    int count() {
      return unused.size();
    }
  }

  ByteFifo(Spares spares) {
    this.spares = spares;
  }

  long size() {
    return size;
  }

  void put(byte[] from, int length) {
    for (int done = 0; done < length; ) {
      if (tail == CHUNK) {
        chunks.addLast(spares.take());
        tail = 0;
      }
      int part = Math.min(length - done, CHUNK - tail);
      System.arraycopy(from, done, chunks.getLast(), tail, part);
      tail += part;
      done += part;
    }
    size += length;
  }

  /** The next bytes, which stay. */
  void peek(byte[] to, int length) {
    int done = 0;
    int at = head;
    for (byte[] chunk : chunks) {
      int part = Math.min(length - done, CHUNK - at);
      System.arraycopy(chunk, at, to, done, part);
      done += part;
      if (done == length) {
        return;
      }
      at = 0;
    }
    throw new IllegalStateException(length + " bytes of " + size);
  }

  /** The next bytes. */
  void take(byte[] to, int length) {
    peek(to, length);
    skip(length);
  }

  void skip(int length) {
    if (length > size) {
      throw new IllegalStateException(length + " bytes of " + size);
    }
    size -= length;
    head += length;
    while (head >= CHUNK) {
      spares.give(chunks.removeFirst());
      head -= CHUNK;
    }
    if (size == 0 && !chunks.isEmpty()) {
      spares.give(chunks.removeFirst());
      head = 0;
      tail = CHUNK;
    }
  }
}
