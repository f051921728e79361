// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.bootstrap.AgentClassLoader;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.telemetry.BackgroundTasks;
import io.obsagent.spi.weave.MethodWeaving;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Weaving as the rest of the agent sees it: installed once, then asked for its account.
 *
 * <pre>
 *   index ─► TypeMatcher ─► WeavingTransformer ─► ClassWeaver      when a class is loaded
 *   call site ─► ObsDispatcher ─► Linker ─► PluginClassLoader      when a site first runs
 *                                    └► Breaker (one per loader), ModuleState
 * </pre>
 */
public final class Weaving {
  private final List<ModuleState> modules;
  private final WeavingTransformer transformer;
  private final Linker linker;
  private final UnknownLibraries unknown;
  private final Instrumentation instrumentation;
  private final TypeMatcher matcher;

  private Weaving(
      Instrumentation instrumentation,
      List<ModuleState> modules,
      TypeMatcher matcher,
      WeavingTransformer transformer,
      Linker linker,
      UnknownLibraries unknown) {
    this.instrumentation = instrumentation;
    this.modules = modules;
    this.matcher = matcher;
    this.transformer = transformer;
    this.linker = linker;
    this.unknown = unknown;
  }

  /**
   * Starts to weave, first the classes that are loaded already.
   *
   * @param enabled answers whether a module is on; one that is off is not woven until it is
   *     switched on
   * @throws ReflectiveOperationException if this JVM does not let the dispatcher in
   */
  public static Weaving install(
      Instrumentation instrumentation, AgentClassLoader agent, Predicate<ModuleDescriptor> enabled)
      throws ReflectiveOperationException, IOException {
    List<ModuleDescriptor> descriptors = readModules(agent);
    List<ModuleState> states = new ArrayList<>();
    List<String> backgroundTasks = new ArrayList<>();
    for (ModuleDescriptor module : descriptors) {
      backgroundTasks.addAll(module.backgroundTasks());
      states.add(new ModuleState(module, enabled.test(module)));
    }
    Linker linker = new Linker(agent, states);
    Guard.install(linker::accountOf);
    BackgroundTasks.install(backgroundTasks);
    Dispatcher.install(instrumentation, agent, linker.handle());
    UnknownLibraries unknown = new UnknownLibraries();
    TypeMatcher matcher = new TypeMatcher(descriptors, unknown);
    WeavingTransformer transformer = new WeavingTransformer(agent, matcher, states);
    instrumentation.addTransformer(transformer, true);
    retransform(instrumentation, matcher);
    MethodWeaving.install(new ProbeWeaving(instrumentation, agent, linker));
    return new Weaving(instrumentation, states, matcher, transformer, linker, unknown);
  }

  /** All modules: those of the jar, and those of extensions. */
  public static List<ModuleDescriptor> readModules(ClassLoader agent) throws IOException {
    List<ModuleDescriptor> modules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    try (InputStream in = agent.getResourceAsStream(ModuleIndex.RESOURCE)) {
      if (in != null) {
        modules.addAll(ModuleIndex.read(in.readAllBytes()));
        for (ModuleDescriptor module : modules) {
          names.add(module.name());
        }
      }
    }
    if (!System.getProperty("obs.extensions", "").isEmpty()) {
      for (InstrumentationModule module : ServiceLoader.load(InstrumentationModule.class, agent)) {
        if (names.add(module.name())) {
          modules.add(ModuleDescriptor.of(module));
        }
      }
    }
    return modules;
  }

  private static void retransform(Instrumentation instrumentation, TypeMatcher matcher) {
    List<Class<?>> classes = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (!loaded.isArray()
          && matcher.mayMatch(loaded)
          && instrumentation.isModifiableClass(loaded)) {
        classes.add(loaded);
      }
    }
    retransform(instrumentation, classes);
  }

  /** Weaves loaded classes again. */
  static void retransform(Instrumentation instrumentation, List<Class<?>> classes) {
    if (classes.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
      // One class that cannot be woven must not keep the others from it.
      for (Class<?> each : classes) {
        retransformOne(instrumentation, each);
      }
    }
  }

  private static void retransformOne(Instrumentation instrumentation, Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
      AgentLog.warn("cannot weave " + type.getName() + ", left as it is: " + e);
    }
  }

  /** Switches a module in the running application; one that was never on is woven now. */
  public void switchModule(ModuleState module, boolean on, String why) {
    boolean first = on && !module.wasOn();
    module.switchTo(on, why);
    if (first) {
      retransform(instrumentation, matcher);
    }
  }

  /** All modules, on or off, in the order of the index. */
  public List<ModuleState> modules() {
    return List.copyOf(modules);
  }

  /** Libraries whose classes were loaded and that no module instruments, by name. */
  public List<String> unknownLibraries() {
    return unknown.seen();
  }

  /** What weaving has taken so far, for people. */
  public String cost() {
    return "matched "
        + transformer.seenClasses()
        + " classes in "
        + matchNanos() / 1_000_000
        + " ms, reading "
        + matcher.asked()
        + " class files; wove "
        + wovenClasses()
        + " in "
        + weaveNanos() / 1_000_000
        + " ms; linked call sites in "
        + linkNanos() / 1_000_000
        + " ms";
  }

  /** Nanoseconds spent so far in telling which classes are to be woven, of all that were loaded. */
  public long matchNanos() {
    return transformer.matchNanos();
  }

  /** Nanoseconds spent in weaving matched classes so far. */
  public long weaveNanos() {
    return transformer.weaveNanos();
  }

  /** Nanoseconds spent in linking call sites so far. */
  public long linkNanos() {
    return linker.linkNanos();
  }

  public long wovenClasses() {
    return transformer.wovenClasses();
  }
}
