// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import java.time.Duration;

/**
 * How a {@link ProviderServer} behaves.
 *
 * @param port port on the loopback interface, 0 for any free one
 * @param latency time until the first byte of an answer
 * @param chunkDelay time between two chunks of a streamed answer
 * @param remaining requests that the headers of answers leave of {@link #LIMIT} a minute
 */
public record ProviderOptions(int port, Duration latency, Duration chunkDelay, int remaining) {
  /** Requests a minute, by the headers of answers. */
  public static final int LIMIT = 500;

  /** Any free port, and answers without delay. */
  public static ProviderOptions defaults() {
    return new ProviderOptions(0, Duration.ZERO, Duration.ZERO, LIMIT - 1);
  }

  /** The same on another port. */
  public ProviderOptions withPort(int port) {
    return new ProviderOptions(port, latency, chunkDelay, remaining);
  }

  /** The same with another time to the first byte. */
  public ProviderOptions withLatency(Duration latency) {
    return new ProviderOptions(port, latency, chunkDelay, remaining);
  }

  /** The same with another time between chunks. */
  public ProviderOptions withChunkDelay(Duration chunkDelay) {
    return new ProviderOptions(port, latency, chunkDelay, remaining);
  }

  /** The same, which leaves another number of requests. */
  public ProviderOptions withRemaining(int remaining) {
    return new ProviderOptions(port, latency, chunkDelay, remaining);
  }
}
