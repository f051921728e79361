// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.files;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whether some files have changed since it was last asked, or are others. Not thread-safe.
 */
public final class WatchedFiles {
  private Map<File, String> states = new HashMap<>();

  /** Size and time, so that a file that is replaced within a second is noticed, too. */
  public boolean changed(List<File> files) {
    Map<File, String> now = new HashMap<>();
    for (File file : files) {
      now.put(file, file.length() + "@" + file.lastModified());
    }
    boolean changed = !now.equals(states);
    states = now;
    return changed;
  }
}
