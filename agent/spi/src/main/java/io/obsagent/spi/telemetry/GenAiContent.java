// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What a call says, for who opted in to seeing it. Everything is bounded, and redacted before it
 * leaves; a part beyond the bound is dropped. Thread-safe.
 */
public interface GenAiContent {
  /** Instructions that are no message. */
  void instructions(@Nullable String text);

  /** A message of the request; {@code role} in the provider's words. */
  void input(String role, @Nullable String text);

  /** A part of the answer: the whole, or what one chunk adds to it. */
  void output(@Nullable String text);

  /**
   * A call of a tool that the answer asks for, or that is made; of a stream the beginning of one,
   * or what a chunk adds to the arguments of the call that was told last.
   *
   * @param name null or empty where it goes on
   */
  void toolCall(@Nullable String id, @Nullable String name, @Nullable String arguments);

  /** What a tool answered. */
  void toolResult(@Nullable String id, @Nullable String result);
}
