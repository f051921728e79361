// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objectives that were added at run time, kept over restarts as they were written. */
final class PostedObjectives {
  private static final String AREA = "slo.posted";

  /** An objective, and the text that it stands in. */
  private record Posted(Objective objective, String body) {}

  private final @Nullable Path file;
  private final Map<String, Posted> posted = new LinkedHashMap<>();

  /**
   * @param directory null to keep nothing
   */
  PostedObjectives(@Nullable Path directory) {
    file = directory == null ? null : directory.resolve(SloFeature.POSTED_FILE);
    if (file != null && Files.exists(file)) {
      read(file);
    }
  }

  private void read(Path path) {
    try {
      ConfigNode root = YamlReader.read(path).root();
      List<String> ignored = new ArrayList<>();
      for (YamlMap entry : YamlMap.mapsAmong("the file", root, ignored, ignored::add)) {
        String id = entry.text("id");
        String body = entry.text("body");
        for (Objective objective : ObjectiveFile.read("posted", body).objectives()) {
          if (objective.id().equals(id)) {
            posted.put(id, new Posted(objective, body));
          }
        }
      }
    } catch (IOException | YamlException e) {
      Problems.add(AREA, path + ": cannot be read, posted objectives are missing: " + e);
    }
  }

  List<Objective> all() {
    return posted.values().stream().map(Posted::objective).toList();
  }

  void add(List<Objective> objectives, String body) {
    objectives.forEach(objective -> posted.put(objective.id(), new Posted(objective, body)));
    write();
  }

  /** False if there is none of the id. */
  boolean remove(String id) {
    boolean removed = posted.remove(id) != null;
    if (removed) {
      write();
    }
    return removed;
  }

  boolean has(String id) {
    return posted.containsKey(id);
  }

  private void write() {
    if (file == null) {
      return;
    }
    StringBuilder yaml = new StringBuilder();
    posted.forEach(
        (id, each) ->
            yaml.append("- id: ")
                .append(RuleText.quoted(id))
                .append("\n  body: ")
                .append(RuleText.quoted(each.body()))
                .append('\n'));
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, yaml.isEmpty() ? "[]\n" : yaml);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Problems.clear(AREA);
    } catch (IOException e) {
      Problems.add(AREA, "cannot write " + file + ", posted objectives end with the process: " + e);
    }
  }
}
