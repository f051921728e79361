// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.core.config.Found.Source;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import io.obsagent.spi.log.AgentLog;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration. A value is resolved when it is first asked for and kept; only a
 * change of the file resolves again, and only what is dynamic. Thread-safe.
 */
public final class AgentConfig implements Config {
  /** Before the key of a section, where it is told from an option of the same name. */
  private static final String SECTION = "section ";

  private final Sources sources;
  private final Resolver resolver;
  private final KnownNames names = new KnownNames();
  private final File path;
  private volatile ConfigFile file;
  private volatile long readModified;
  private volatile long readLength;

  private final Map<String, Option<?>> options = new ConcurrentHashMap<>();
  private final Map<String, Section<?>> sections = new ConcurrentHashMap<>();
  private final Map<String, Resolved> values = new ConcurrentHashMap<>();
  private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();
  private final ConfigProblems problems = new ConfigProblems();
  private volatile @Nullable Runnable later;

  AgentConfig(Sources sources, File path, ConfigFile file) {
    this.sources = sources;
    this.resolver = new Resolver(sources);
    this.path = path;
    this.file = file;
    remember();
    register(AgentOptions.ALL);
    problems.addAll(file.problems());
  }

  private record Listener<T>(String key, Consumer<T> consumer) {
    @SuppressWarnings("unchecked")
    void call(@Nullable Object value) {
      consumer.accept((T) value);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T get(Option<T> option) {
    return (T) resolved(option).value();
  }

  @Override
  public boolean isRefused(Option<?> option) {
    return resolved(option).refused();
  }

  private Resolved resolved(Option<?> option) {
    Resolved resolved = values.get(option.key());
    if (resolved == null) {
      options.putIfAbsent(option.key(), option);
      resolved = keep(option.key(), resolver.resolve(option, file, problems));
    }
    return resolved;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T get(Section<T> section) {
    Resolved resolved = values.get(SECTION + section.key());
    if (resolved == null) {
      sections.putIfAbsent(section.key(), section);
      resolved = keep(SECTION + section.key(), Resolver.resolve(section, file, problems));
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
    listeners.add(new Listener<>(SECTION + section.key(), listener));
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

  /**
   * Leaves options and sections to be made known when all are listed, or when somebody has given a
   * key that nobody has asked for so far: what is switched off has not to be loaded to say what it
   * would read.
   *
   * @param registers may be called more than once, by more than one thread
   */
  public void registerLater(Runnable registers) {
    Runnable before = later;
    later =
        before == null
            ? registers
            : () -> {
              before.run();
              registers.run();
            };
  }

  private void registerAll() {
    Runnable registers = later;
    if (registers != null) {
      registers.run();
      later = null;
    }
  }

  private void registerGiven(ConfigFile in) {
    if (later != null && unknownKeys().isAny(sources, in)) {
      registerAll();
    }
  }

  private UnknownKeys unknownKeys() {
    return new UnknownKeys(options, sections, names);
  }

  /**
   * Makes known which names an option may hold, or may stand in the place of its variable part:
   * others are told as problems. More than one part of the agent may add names.
   */
  public void registerNames(Option<?> option, Collection<String> more) {
    names.add(option, more);
  }

  /**
   * What somebody has given a value under OpenTelemetry's names, {@code otel.service.name}, as far
   * as options have such a name; no secrets.
   */
  public Map<String, String> openTelemetryProperties() {
    Map<String, String> properties = new TreeMap<>();
    for (Option<?> option : options.values()) {
      Resolved resolved = option.isFamily() || option.secret() ? null : values.get(option.key());
      if (resolved != null && resolved.found().source() != Source.DEFAULT) {
        for (String alias : option.aliases()) {
          if (alias.startsWith("OTEL_")) {
            String name = alias.toLowerCase(Locale.ROOT).replace('_', '.');
            properties.put(name, resolved.found().text());
          }
        }
      }
    }
    return properties;
  }

  @Override
  public boolean isGiven(Option<?> option) {
    return !resolver.candidates(option, file).isEmpty();
  }

  @Override
  public boolean mentions(String word) {
    return sources.mentions(word)
        || file.keys(key -> false).stream().anyMatch(key -> Sources.mentions(key.name(), word));
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
    registerGiven(file);
    resolveAll();
    problems.addAll(findMisused(file));
    return problems.all();
  }

  /** Keys that nobody reads, names that nobody has, and places where an option does not count. */
  private List<String> findMisused(ConfigFile in) {
    List<String> found = new ArrayList<>(unknownKeys().find(sources, in));
    for (Option<?> option : options.values()) {
      Resolved resolved = values.get(option.key());
      if (resolved != null) {
        found.addAll(names.check(option, resolved.found()));
      }
    }
    misplaced(AgentOptions.EXTENSIONS, source -> source != Source.PROPERTY, in, found);
    misplaced(AgentOptions.CONFIG_FILE, source -> source == Source.FILE, in, found);
    return found;
  }

  /** Two options are read before some sources are there. */
  private void misplaced(
      Option<?> option, Predicate<Source> tooLate, ConfigFile in, List<String> found) {
    for (Found written : resolver.candidates(option, in)) {
      if (tooLate.test(written.source())) {
        String way = "'" + option.key() + "' does not count here; give it as -Dobs." + option.key();
        found.add(written.place() + ": " + way);
      }
    }
  }

  /** What was wrong with the configuration, oldest first; for the diagnostics page. */
  public List<String> problems() {
    return problems.all();
  }

  /** Every known option with its value, masked if secret, sorted by key. */
  public List<OptionValue> effective() {
    registerAll();
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
              masked ? Secrets.MASK : Secrets.shown(found.text()),
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

  /** Reads the file again if it has changed since it was read last, even before the first call. */
  void reloadIfChanged() {
    if (path.lastModified() != readModified || path.length() != readLength) {
      reload();
    }
  }

  private void remember() {
    readModified = path.lastModified();
    readLength = path.length();
  }

  /** Reads the file again; what is dynamic and has another value now is told to its listeners. */
  void reload() {
    remember();
    ConfigFile next = ConfigLoader.read(path);
    boolean gone = file.root() != null && !path.exists();
    if (gone || next.root() == null && !next.problems().isEmpty()) {
      ConfigProblems found = new ConfigProblems();
      for (String problem : gone ? List.of(path.getName() + ": is gone") : next.problems()) {
        found.add(problem.replace(ConfigFile.IGNORED, "") + "; the values before stay");
      }
      found.addAll(problems.all());
      problems.replace(found);
      return;
    }
    registerGiven(next);
    ConfigProblems found = new ConfigProblems();
    found.addAll(next.problems());
    List<Runnable> changes = new ArrayList<>();
    for (Option<?> option : options.values()) {
      if (!option.isFamily()) {
        Resolved now = resolver.resolve(option, next, found);
        change(option.key(), option.dynamic(), true, now, changes, found);
      }
    }
    for (Section<?> section : sections.values()) {
      Resolved now = Resolver.resolve(section, next, found);
      change(SECTION + section.key(), section.dynamic(), false, now, changes, found);
    }
    file = next;
    for (Runnable change : changes) {
      change.run();
    }
    found.addAll(findMisused(next));
    problems.replace(found);
    AgentLog.info(path.getName() + " was read again; values changed: " + changes.size());
  }

  private void change(
      String key,
      boolean dynamic,
      boolean isText,
      Resolved next,
      List<Runnable> changes,
      ConfigProblems found) {
    Resolved before = values.get(key);
    if (before == null) {
      return;
    }
    if (before.isSame(next, isText)) {
      values.put(key, next);
      return;
    }
    if (!dynamic) {
      String place = next.found().place().isEmpty() ? path.getName() : next.found().place();
      String name = isText ? key : key.substring(SECTION.length());
      found.add(place + ": '" + name + "' takes effect with the next start");
      return;
    }
    changes.add(
        () -> {
          values.put(key, next);
          AgentLog.debug("option '" + key + "' has changed");
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
}
