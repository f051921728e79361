// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A call to an AI model, until its answer is fully received. Null while another model call is
 * current: one inference, one span.
 */
public abstract class GenAiOperation extends Operation {
  public static @Nullable GenAiOperation start(GenAiRequest request) {
    return Telemetry.provider().startGenAi(request);
  }

  /** Tells that a chunk of a stream has arrived; the first is timed, later ones counted. */
  public abstract void chunk();

  public abstract void response(@Nullable String id, @Nullable String model);

  /** Adds a finish reason, one per choice. */
  public abstract void finishReason(String reason);

  public abstract void usage(GenAiUsage usage);
}
