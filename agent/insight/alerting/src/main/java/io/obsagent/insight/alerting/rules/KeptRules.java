// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each source of rules held when it was last read well. A source that turns bad, or cannot be
 * read any more, keeps the rules that it had, all of them: half a change is nothing that anybody
 * wrote. Thread-safe.
 */
public final class KeptRules {
  private final Map<String, RuleFile> kept = new HashMap<>();

  /**
   * What a source stands for from now on.
   *
   * @param source the file's name, or the part of the configuration
   * @param read what has just been read of it
   * @return the same if it is well, or if there was nothing before: then its good rules count;
   *     otherwise the rules before, with one error that says so
   */
  public synchronized RuleFile keep(String source, RuleFile read) {
    RuleFile before = kept.get(source);
    if (read.errors().isEmpty() || before == null) {
      kept.put(source, new RuleFile(read.groups(), List.of()));
      return read;
    }
    int more = read.errors().size() - 1;
    String why = read.errors().get(0) + (more == 0 ? "" : " (and " + more + " more)");
    return new RuleFile(
        before.groups(),
        List.of(source + ": not taken over, the " + before.rules() + " rules before stay: " + why));
  }

  /** The source is not configured any more, so nothing of it stays. */
  public synchronized void forget(String source) {
    kept.remove(source);
  }
}
