// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import io.opentelemetry.api.trace.StatusCode;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The spans of a trace that is not decided yet. For one thread. */
final class PendingTrace {
  /** Room for more is let go of with the trace that had so many. */
  private static final int USUAL_SPANS = 32;

  long high;
  long low;
  long since;
  long due;
  long bytes;

  /** How many queues it waits in: until none, the object is this trace's. */
  int queued;

  boolean failed;
  boolean decided;
  @Nullable FinishedSpan root;
  ArrayList<FinishedSpan> spans = new ArrayList<>(4);
  private int copied;

  // the places in PendingTraces
  @Nullable PendingTrace nextInBucket;
  @Nullable PendingTrace older;
  @Nullable PendingTrace younger;

  void add(FinishedSpan span, int size) {
    spans.add(span);
    bytes += size;
    failed |= span.statusCode() == StatusCode.ERROR;
  }

  /** Lets go of all that the trace had. */
  void clear() {
    root = null;
    failed = false;
    bytes = 0;
    copied = 0;
    if (spans.size() > USUAL_SPANS) {
      spans = new ArrayList<>(4);
    } else {
      spans.clear();
    }
  }

  /** Lets go of what its spans hold, and answers by how much it has grown. */
  long copySpans() {
    long grown = 0;
    for (; copied < spans.size(); copied++) {
      FinishedSpan span = spans.get(copied);
      SpanCopy copy = SpanCopy.of(span);
      spans.set(copied, copy);
      root = root == span ? copy : root;
      grown += sizeOf(copy);
    }
    bytes += grown;
    return grown;
  }

  /** Beyond what each span counts for. */
  private static long sizeOf(SpanCopy copy) {
    long size = 64L * copy.attributes().size();
    for (Object value : copy.attributes().values()) {
      size += value instanceof String text ? text.length() : 0;
    }
    for (FinishedSpan.Event event : copy.events()) {
      for (Object value : event.attributes().asMap().values()) {
        size += 64 + (value instanceof String text ? text.length() : 0);
      }
    }
    return size;
  }
}
