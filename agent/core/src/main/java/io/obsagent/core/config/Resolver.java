// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.core.config.Found.Source;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From all that was written to the one value that counts: of the first source that has a valid one.
 */
final class Resolver {
  private final Sources sources;

  Resolver(Sources sources) {
    this.sources = sources;
  }

  /** The value that counts; what is refused on the way to it is added to the problems. */
  Resolved resolve(Option<?> option, ConfigFile in, ConfigProblems problems) {
    boolean refused = false;
    for (Found candidate : candidates(option, in)) {
      try {
        Found meant = option.secret() ? dereference(candidate) : candidate;
        String text = meant.text();
        String own = meant.source() == Source.ALIAS ? option.fromAlias(text) : text;
        return new Resolved(option.parser().apply(own), meant, refused);
      } catch (RuntimeException e) {
        refused = true;
        String shown = option.secret() ? "" : " is '" + Secrets.shown(candidate.text()) + "'";
        problems.add(
            candidate.place() + ": '" + option.key() + "'" + shown + ": " + e.getMessage());
      }
    }
    Found standard = new Found(Source.DEFAULT, "", option.defaultText());
    return new Resolved(option.parser().apply(standard.text()), standard, refused);
  }

  /** All that was written for the option, the one that counts first. */
  List<Found> candidates(Option<?> option, ConfigFile in) {
    List<Found> found = sources.find(option.key(), option.aliases(), in);
    if (!option.secret()) {
      return found;
    }
    List<Found> all = new ArrayList<>(found);
    for (Found name : sources.find(option.key() + Secrets.ENV_SUFFIX, List.of(), in)) {
      all.add(name.as(Found.Reference.VARIABLE));
    }
    for (Found name : sources.find(option.key() + Secrets.FILE_SUFFIX, List.of(), in)) {
      all.add(name.as(Found.Reference.FILE));
    }
    all.sort(Comparator.comparing(Found::source));
    return all;
  }

  /** A secret that is given by the name of a variable or a file. */
  private Found dereference(Found found) {
    String text = found.text();
    if (found.reference() == Found.Reference.VARIABLE) {
      text = Secrets.fromVariable(text, sources.environment);
    } else if (found.reference() == Found.Reference.FILE) {
      text = Secrets.fromFile(text);
    }
    return new Found(found.source(), found.place(), text);
  }

  static <T> Resolved resolve(Section<T> section, ConfigFile in, ConfigProblems problems) {
    ConfigNode node = in.node(section.key());
    if (node != null && !(node instanceof ConfigNode.Empty)) {
      try {
        T value = section.parser().parse(node, problems::add);
        return new Resolved(value, new Found(Source.FILE, node.place(), ""), node);
      } catch (RuntimeException e) {
        problems.add(e.getMessage() == null ? node.place() + ": " + e : e.getMessage());
      }
    }
    return new Resolved(section.absent(), new Found(Source.DEFAULT, "", ""), node);
  }
}
