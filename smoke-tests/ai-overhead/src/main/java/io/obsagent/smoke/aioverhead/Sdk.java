// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

/**
 * A client whose provider is in the same JVM and answers at once, so that what is measured is the
 * library and the agent.
 */
interface Sdk {
  /** How it is called in tables. */
  String name();

  /** Asks, and reads the whole answer. */
  void ask();

  /**
   * Asks, and reads a streamed answer.
   *
   * @param chunks how many parts with text it has
   * @return false where the library has no such streams on the caller's thread
   */
  default boolean stream(int chunks) {
    return false;
  }
}
