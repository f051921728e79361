// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

/** The version of this agent; a constant, so that telling it costs nothing. */
public final class AgentVersion {
  /** As in the pom; a test compares. */
  public static final String TEXT = "0.1.0";

  private AgentVersion() {}
}
