// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import io.obsagent.insight.events.dora.Deployment.Group;

/**
 * Something that was broken. Immutable.
 *
 * @param createdMillis when it began, or was told of
 * @param resolvedMillis 0 while it is open
 * @param commit that caused it; empty if nobody says
 * @param cause subject of the deployment that caused it; empty if nobody says
 */
record Incident(Group group, long createdMillis, long resolvedMillis, String commit, String cause) {
  boolean isResolved() {
    return resolvedMillis > 0;
  }
}
