// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.core.config.Found.Source;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import io.obsagent.spi.log.AgentLog;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration. A value is resolved when it is first asked for and kept; only a
 * change of the file resolves again, and only what is dynamic. Thread-safe.
 */
public final class AgentConfig implements Config {
  private final Sources sources;
  private final File path;
  private volatile ConfigFile file;

  private final Map<String, Option<?>> options = new ConcurrentHashMap<>();
  private final Map<String, Section<?>> sections = new ConcurrentHashMap<>();
  private final Map<String, Resolved> values = new ConcurrentHashMap<>();
  private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();
  private final ConfigProblems problems = new ConfigProblems();

  AgentConfig(Sources sources, File path, ConfigFile file) {
    this.sources = sources;
    this.path = path;
    this.file = file;
    register(AgentOptions.ALL);
    problems.addAll(file.problems());
  }

  /** A value with where it came from, or that it is the default. */
  private record Resolved(@Nullable Object value, Found found) {}

  private record Listener<T>(String key, Consumer<T> consumer) {
    @SuppressWarnings("unchecked")
    void call(@Nullable Object value) {
      consumer.accept((T) value);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T get(Option<T> option) {
    Resolved resolved = values.get(option.key());
    if (resolved == null) {
      options.putIfAbsent(option.key(), option);
      resolved = keep(option.key(), resolve(option, file, problems));
    }
    return (T) resolved.value();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T get(Section<T> section) {
    Resolved resolved = values.get(section.key());
    if (resolved == null) {
      sections.putIfAbsent(section.key(), section);
      resolved = keep(section.key(), resolve(section, file, problems));
    }
    return (T) resolved.value();
  }

  private Resolved keep(String key, Resolved resolved) {
    Resolved before = values.putIfAbsent(key, resolved);
    return before == null ? resolved : before;
  }

  @Override
  public <T> void onChange(Option<T> option, Consumer<T> listener) {
    get(option);
    listeners.add(new Listener<>(option.key(), listener));
  }

  @Override
  public <T> void onChange(Section<T> section, Consumer<T> listener) {
    get(section);
    listeners.add(new Listener<>(section.key(), listener));
  }

  /** Makes options known, so that their keys are none that nobody reads. */
  public void register(Collection<? extends Option<?>> more) {
    for (Option<?> option : more) {
      options.putIfAbsent(option.key(), option);
    }
  }

  /** Makes parts of the file known. */
  public void registerSections(Collection<? extends Section<?>> more) {
    for (Section<?> section : more) {
      sections.putIfAbsent(section.key(), section);
    }
  }

  /** Whether anybody gave the option a value. */
  public boolean isGiven(Option<?> option) {
    return !candidates(option, file).isEmpty();
  }

  /** Whether the environment has the variable, not empty. */
  public boolean hasVariable(String name) {
    return sources.hasVariable(name);
  }

  /** The file that is watched, whether it exists or not. */
  public File path() {
    return path;
  }

  /**
   * Warns of everything that is wrong: once for each item, when all options are registered, from an
   * agent thread.
   */
  public void reportProblems() {
    findProblems();
    problems.report();
  }

  /** All that is wrong, given that all options are registered; tells nobody. */
  public List<String> findProblems() {
    resolveAll();
    problems.addAll(new UnknownKeys(options, sections).find(sources, file));
    return problems.all();
  }

  /** What was wrong with the configuration, oldest first; for the diagnostics page. */
  public List<String> problems() {
    return problems.all();
  }

  /** Every known option with its value, masked if secret, sorted by key. */
  public List<OptionValue> effective() {
    resolveAll();
    Map<String, OptionValue> sorted = new TreeMap<>();
    for (Option<?> option : options.values()) {
      Resolved resolved = values.get(option.key());
      if (resolved == null || option.isFamily()) {
        continue;
      }
      Found found = resolved.found();
      boolean masked = option.secret() && !found.text().isEmpty();
      OptionValue shown =
          new OptionValue(
              option.key(),
              masked ? Secrets.MASK : found.text(),
              found.source().label,
              found.place(),
              option.description(),
              option.dynamic());
      sorted.put(option.key(), shown);
    }
    return List.copyOf(sorted.values());
  }

  private void resolveAll() {
    for (Option<?> option : options.values()) {
      if (!option.isFamily()) {
        get(option);
      }
    }
    for (Section<?> section : sections.values()) {
      get(section);
    }
  }

  /** Reads the file again; what is dynamic and has another value now is told to its listeners. */
  void reload() {
    ConfigFile next = ConfigLoader.read(path);
    if (next.root() == null && !next.problems().isEmpty()) {
      AgentLog.warn(String.join("; ", next.problems()) + "; the values before stay");
      return;
    }
    ConfigProblems found = new ConfigProblems();
    found.addAll(next.problems());
    List<Runnable> changes = new ArrayList<>();
    for (Option<?> option : options.values()) {
      if (!option.isFamily()) {
        change(option.key(), option.dynamic(), resolve(option, next, found), changes, found);
      }
    }
    for (Section<?> section : sections.values()) {
      change(section.key(), section.dynamic(), resolve(section, next, found), changes, found);
    }
    found.addAll(new UnknownKeys(options, sections).find(sources, next));
    file = next;
    problems.replace(found);
    for (Runnable change : changes) {
      change.run();
    }
  }

  private void change(
      String key, boolean dynamic, Resolved next, List<Runnable> changes, ConfigProblems found) {
    Resolved before = values.get(key);
    if (before == null || Objects.equals(before.value(), next.value())) {
      return;
    }
    if (!dynamic) {
      found.add(next.found().place() + ": '" + key + "' takes effect with the next start");
      return;
    }
    changes.add(
        () -> {
          values.put(key, next);
          for (Listener<?> listener : listeners) {
            if (listener.key().equals(key)) {
              notify(listener, next.value());
            }
          }
        });
  }

  private static void notify(Listener<?> listener, @Nullable Object value) {
    try {
      listener.call(value);
    } catch (RuntimeException e) {
      AgentLog.error("change of option '" + listener.key() + "' failed", e);
    }
  }

  private Resolved resolve(Option<?> option, ConfigFile in, ConfigProblems found) {
    for (Found candidate : candidates(option, in)) {
      try {
        Found meant = option.secret() ? dereference(candidate) : candidate;
        return new Resolved(option.parser().apply(meant.text()), meant);
      } catch (RuntimeException e) {
        String shown = option.secret() ? "" : " is '" + candidate.text() + "'";
        found.add(candidate.place() + ": '" + option.key() + "'" + shown + ": " + e.getMessage());
      }
    }
    Found standard = new Found(Source.DEFAULT, "", option.defaultText());
    return new Resolved(option.parser().apply(standard.text()), standard);
  }

  private List<Found> candidates(Option<?> option, ConfigFile in) {
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
    all.sort(java.util.Comparator.comparing(Found::source));
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

  private static <T> Resolved resolve(Section<T> section, ConfigFile in, ConfigProblems found) {
    ConfigNode node = in.node(section.key());
    if (node != null) {
      try {
        T value = section.parser().apply(node);
        return new Resolved(value, new Found(Source.FILE, node.place(), ""));
      } catch (RuntimeException e) {
        found.add(e.getMessage() == null ? node.place() + ": " + e : e.getMessage());
      }
    }
    return new Resolved(section.absent(), new Found(Source.DEFAULT, "", ""));
  }
}
