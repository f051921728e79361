// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A call to an AI model until its answer is fully received, or the work of an agent or a tool. Null
 * directly within work of its own kind: one inference, one span, however many layers see it. A
 * layer that gets null can still tell what it knows to the {@link #current} one.
 */
public interface GenAiOperation extends Operation {
  static @Nullable GenAiOperation start(GenAiRequest request) {
    return Telemetry.provider().startGenAi(request);
  }

  /** The innermost work with AI that the current thread is in, which still runs; null for none. */
  static @Nullable GenAiOperation current() {
    return Telemetry.provider().currentGenAi();
  }

  GenAiTask.Kind kind();

  /** Tells that a chunk of a stream has arrived; the first is timed, later ones counted. */
  void chunk();

  void response(@Nullable String id, @Nullable String model);

  /** Adds a finish reason, one per choice. */
  void finishReason(String reason);

  /** Tokens so far; what an earlier report told, and this one does not, stays. */
  void usage(GenAiUsage usage);
}
