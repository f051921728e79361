// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import java.util.Set;

/**
 * A version that came to serve. Immutable.
 *
 * @param subject its sender's name for it
 * @param source who told of it
 * @param timeMillis when it served
 * @param commits what it brings, as far as its sender tells
 * @param rework whether it only repairs
 * @param rollback whether it goes back to what was there before
 */
record Deployment(
    String subject,
    String source,
    Group group,
    long timeMillis,
    Set<String> commits,
    boolean rework,
    boolean rollback) {

  /** What is counted on its own. */
  record Group(String service, String environment) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int byService = service.compareTo(other.service);
      return byService == 0 ? environment.compareTo(other.environment) : byService;
    }
  }
}
