// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A call to an AI model, until its answer is fully received. Null while another model call is
 * current: one inference, one span.
 */
public interface GenAiOperation extends Operation {
  static @Nullable GenAiOperation start(GenAiRequest request) {
    return Telemetry.provider().startGenAi(request);
  }

  /** Tells that a chunk of a stream has arrived; the first is timed, later ones counted. */
  void chunk();

  void response(@Nullable String id, @Nullable String model);

  /** Adds a finish reason, one per choice. */
  void finishReason(String reason);

  void usage(GenAiUsage usage);
}
