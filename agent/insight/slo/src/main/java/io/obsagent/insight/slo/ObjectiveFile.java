// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.Unreadable;
import io.obsagent.yaml.YamlDocument;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file with objectives held, whoever's format it is in: OpenSLO's, Sloth's, Pyrra's or the
 * short form. Immutable.
 *
 * @param objectives those that are right
 * @param errors one line for each thing that is wrong
 * @param warnings one line for each thing that works here but is worth a look
 */
record ObjectiveFile(List<Objective> objectives, List<String> errors, List<String> warnings) {
  ObjectiveFile {
    objectives = List.copyOf(objectives);
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** What is found, while it is read. */
  record Found(List<Objective> objectives, List<String> errors, List<String> warnings) {
    void tell(YamlException wrong) {
      errors.addAll(wrong.problems());
    }
  }

  static ObjectiveFile read(Path path) {
    try {
      return of(path.toString(), YamlReader.readAll(path));
    } catch (YamlException e) {
      return new ObjectiveFile(List.of(), e.problems(), List.of());
    } catch (IOException e) {
      return new ObjectiveFile(
          List.of(), List.of(path + ": cannot be read: " + Unreadable.reason(e)), List.of());
    }
  }

  static ObjectiveFile read(String name, String text) {
    try {
      return of(name, YamlReader.readAll(name, text));
    } catch (YamlException e) {
      return new ObjectiveFile(List.of(), e.problems(), List.of());
    }
  }

  private static ObjectiveFile of(String name, List<YamlDocument> documents) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<YamlMap> openSlo = new ArrayList<>();
    for (YamlDocument document : documents) {
      found.errors().addAll(document.faults());
      try {
        read(document.root(), found, openSlo);
      } catch (YamlException e) {
        found.tell(e);
      }
    }
    new OpenSloReader(found).read(openSlo);
    List<String> errors = new ArrayList<>(found.errors());
    List<Objective> unique = Objectives.unique(found.objectives(), errors);
    if (unique.isEmpty() && errors.isEmpty()) {
      errors.add(name + ":1: there is no objective in it");
    }
    return new ObjectiveFile(unique, errors, found.warnings());
  }

  private static void read(ConfigNode root, Found found, List<YamlMap> openSlo)
      throws YamlException {
    if (root instanceof ConfigNode.Sequence) {
      // Objects of OpenSLO may stand in a list, and so may those of the short form.
      for (YamlMap map :
          YamlMap.mapsAmong("the file", root, found.warnings(), found.errors()::add)) {
        if (map.has("apiVersion")) {
          openSlo.add(map);
        } else {
          shortForm(map, found);
        }
      }
      return;
    }
    if (!(root instanceof ConfigNode.Mapping mapping)) {
      return;
    }
    YamlMap map = YamlMap.of(mapping, found.warnings());
    String api = map.text("apiVersion");
    if (api.startsWith("openslo/")) {
      openSlo.add(map);
    } else if (api.startsWith("pyrra.dev/")) {
      new PyrraReader(found).read(map);
    } else if (api.startsWith("sloth.slok.dev/")) {
      new SlothReader(found).readResource(map);
    } else if (map.has("slos") || map.text("version").startsWith("prometheus/")) {
      new SlothReader(found).read(map);
    } else if (map.has("objectives")) {
      found.objectives().addAll(ShortForm.read(map.node("objectives"), found.errors()::add));
    } else if (map.has("slo")) {
      YamlMap slo = map.map("slo");
      if (slo != null) {
        found.objectives().addAll(ShortForm.read(slo.node("objectives"), found.errors()::add));
      }
    } else {
      shortForm(map, found);
    }
  }

  private static void shortForm(YamlMap map, Found found) {
    try {
      found.objectives().add(ShortForm.objective(map));
    } catch (YamlException e) {
      found.tell(e);
    }
  }
}
