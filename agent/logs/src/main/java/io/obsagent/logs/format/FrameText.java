// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.format;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Lines of stack traces as parts of a string of JSON: an application throws from the same places
 * again and again. At most 1,024 are kept, of up to 512 bytes each, the last for each place in the
 * table; they hold texts and no classes. Thread-safe.
 */
final class FrameText {
  private static final int SLOTS = 1_024;
  private static final int LONGEST = 512;

  private static final AtomicReferenceArray<@Nullable FrameText> KNOWN =
      new AtomicReferenceArray<>(SLOTS);

  private final StackTraceElement frame;
  private final byte[] json;

  private FrameText(StackTraceElement frame, byte[] json) {
    this.frame = frame;
    this.json = json;
  }

  /** With {@code at} before it, and a line feed; not to be changed. */
  static byte[] of(StackTraceElement frame) {
    int hash = frame.hashCode();
    int slot = (hash ^ hash >>> 10) & SLOTS - 1;
    FrameText known = KNOWN.getAcquire(slot);
    if (known != null && known.frame.equals(frame)) {
      return known.json;
    }
    byte[] json = new JsonBuffer().text("\tat " + frame + '\n', JsonBuffer.MAX_TEXT).toBytes();
    if (json.length <= LONGEST) {
      KNOWN.setRelease(slot, new FrameText(frame, json));
    }
    return json;
  }
}
