// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The libraries that no module instruments, as the agent knows them. */
class UnknownLibrariesTest {
  @Test
  void thePageListsThemAll() throws Exception {
    Field markers =
        Class.forName("io.obsagent.core.weave.UnknownLibraries").getDeclaredField("MARKERS");
    markers.setAccessible(true);
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    ((Map<?, ?>) markers.get(null)).values().forEach(name -> names.add((String) name));
    Documents.comparePart("not-seen.md", "unknown", String.join(" · ", names) + "\n");
  }
}
