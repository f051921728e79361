// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells whether any of some files has changed since it was last asked. Not thread-safe. */
final class WatchedFiles {
  private final Map<File, String> states = new HashMap<>();

  /** Size and time, so that a file that is replaced within a second is noticed, too. */
  boolean changed(List<File> files) {
    boolean changed = false;
    for (File file : files) {
      String state = file.length() + "@" + file.lastModified();
      changed |= !state.equals(states.put(file, state));
    }
    return changed;
  }
}
