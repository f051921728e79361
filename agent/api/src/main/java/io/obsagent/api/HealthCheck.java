// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

/**
 * Says whether something is well, for {@link Obs#health}.
 *
 * <pre>{@code
 * Obs.health("search index", () -> index.isOpen());
 * }</pre>
 */
@FunctionalInterface
public interface HealthCheck {
  /**
   * Called on a thread of the agent's, never twice at once.
   *
   * @return false if it is not well
   * @throws Exception if it is not well; its class is told, its message is not
   */
  boolean isHealthy() throws Exception;
}
