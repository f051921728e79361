// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.bootstrap.AgentClassLoader;
import io.obsagent.core.weave.ClassWeaver.Advised;
import io.obsagent.core.weave.ModuleDescriptor.MethodAdvice;
import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.core.weave.TypeMatcher.Match;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one transformer: match, check that the library fits, weave. Answers null, which is "leave
 * it", for nearly every class and after every failure. Thread-safe.
 */
final class WeavingTransformer implements ClassFileTransformer {
  private static final String FITS = "";

  private final AgentClassLoader agent;
  private final TypeMatcher matcher;
  private final List<ModuleState> modules;
  private final Map<String, AdviceClass> adviceClasses = new ConcurrentHashMap<>();
  private final WeakMap<ClassLoader, Map<String, String>> fits = new WeakMap<>();
  private final Map<String, String> bootFits = new ConcurrentHashMap<>();
  private final AtomicLong seenClasses = new AtomicLong();
  private final AtomicLong matchNanos = new AtomicLong();
  private final AtomicLong weaveNanos = new AtomicLong();
  private final AtomicLong wovenClasses = new AtomicLong();

  WeavingTransformer(AgentClassLoader agent, TypeMatcher matcher, List<ModuleState> modules) {
    this.agent = agent;
    this.matcher = matcher;
    this.modules = modules;
  }

  long seenClasses() {
    return seenClasses.get();
  }

  /** Time that was spent to find out that a class is, or mostly is not, to be woven. */
  long matchNanos() {
    return matchNanos.get();
  }

  long weaveNanos() {
    return weaveNanos.get();
  }

  long wovenClasses() {
    return wovenClasses.get();
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (className == null || loader == agent || isOfTheAgent(loader)) {
      return null;
    }
    try {
      long start = System.nanoTime();
      List<Match> matches = matcher.matches(loader, className, bytes);
      matchNanos.addAndGet(System.nanoTime() - start);
      seenClasses.incrementAndGet();
      return matches.isEmpty()
          ? kept(redefined, bytes, null)
          : held(loader, redefined, matches, bytes, weave(loader, className, bytes, matches));
    } catch (Throwable e) {
      AgentLog.limited(
          AgentLog.Level.WARN, "weave", "cannot weave " + className + ", left as it is: " + e);
      return kept(redefined, bytes, null);
    }
  }

  /** Adds the field for state to what is woven, if the class has none to keep. */
  private byte @Nullable [] held(
      @Nullable ClassLoader loader,
      @Nullable Class<?> loaded,
      List<Match> matches,
      byte[] bytes,
      byte @Nullable [] woven) {
    if (loaded != null) {
      return kept(loaded, bytes, woven);
    }
    boolean holds = false;
    for (Match match : matches) {
      TypeAdvice advice = match.advice();
      holds |=
          advice.holds()
              && modules.get(match.moduleId()).wasOn()
              && (woven != null || advice.methods().isEmpty());
    }
    byte[] holder = holds ? HolderClass.of(loader, woven == null ? bytes : woven) : null;
    return holder == null ? woven : holder;
  }

  /** A class that has got a field must have it each time: the JVM takes it in no other shape. */
  private static byte @Nullable [] kept(
      @Nullable Class<?> loaded, byte[] bytes, byte @Nullable [] woven) {
    return loaded != null && isHolder(loaded)
        ? HolderClass.again(woven == null ? bytes : woven)
        : woven;
  }

  /** Whether a class that is loaded has the field, and so has to keep it. */
  private static boolean isHolder(Class<?> loaded) {
    for (Class<?> each : loaded.getInterfaces()) {
      if (each.getName().equals(Dispatcher.HOLDER)) {
        return true;
      }
    }
    return false;
  }

  /** Class loaders of the agent's own making: what instrumentations and extensions bring. */
  private boolean isOfTheAgent(@Nullable ClassLoader loader) {
    return loader instanceof PluginClassLoader
        || loader != null && loader.getClass().getClassLoader() == agent;
  }

  private byte @Nullable [] weave(
      @Nullable ClassLoader loader, String className, byte[] bytes, List<Match> matches) {
    long start = System.nanoTime();
    List<Advised> candidates = candidates(loader, matches);
    List<Advised> advised = new ArrayList<>();
    byte[] woven =
        candidates.isEmpty()
            ? null
            : ClassWeaver.weave(bytes, candidates, each -> adviceFor(loader, each, advised));
    if (woven != null && ClassWeaver.isTooOld(bytes)) {
      sayTooOld(loader, className, ClassWeaver.versionOf(bytes), advised);
      woven = null;
    }
    if (woven != null) {
      wovenClasses.incrementAndGet();
    }
    weaveNanos.addAndGet(System.nanoTime() - start);
    return woven;
  }

  private List<Advised> candidates(@Nullable ClassLoader loader, List<Match> matches) {
    List<Advised> candidates = new ArrayList<>();
    for (Match match : matches) {
      if (!modules.get(match.moduleId()).wasOn()) {
        continue;
      }
      Relocation relocation =
          match.prefix().isEmpty() ? null : new Relocation(loader, match.prefix());
      for (MethodAdvice method : match.advice().methods()) {
        MethodMatch methods = method.match();
        candidates.add(
            new Advised(
                match.moduleId(),
                relocation == null ? methods : relocation.renamed(methods),
                method.adviceClass(),
                relocation));
      }
    }
    return candidates;
  }

  /**
   * The library is looked at only now that it has the method: a class of this name may belong to
   * another version, for which there is another module.
   *
   * @param advised gets what fits
   */
  private @Nullable AdviceClass adviceFor(
      @Nullable ClassLoader loader, Advised candidate, List<Advised> advised) {
    if (!fits(loader, candidate)) {
      return null;
    }
    advised.add(candidate);
    return adviceClass(candidate);
  }

  /** Once for each module and loader: where one class of a library is so old, most are. */
  private void sayTooOld(
      @Nullable ClassLoader loader, String className, int version, List<Advised> advised) {
    for (Advised each : advised) {
      ModuleState module = modules.get(each.moduleId());
      if (known(loader).put("version of " + module.descriptor().name(), FITS) == null) {
        module.addIncompatible(
            module.descriptor().name()
                + " leaves alone "
                + className.replace('/', '.')
                + " and its like in "
                + loader
                + ": class file version "
                + version
                + ", with a method that is illegal since Java 5");
      }
    }
  }

  private AdviceClass adviceClass(Advised candidate) {
    String name = candidate.adviceClass();
    AdviceClass known = candidate.relocation() == null ? adviceClasses.get(name) : null;
    if (known == null) {
      byte[] bytes = classBytes(candidate.relocation()).apply(name);
      if (bytes == null) {
        throw new IllegalStateException("advice " + name + " is not in the agent's jar");
      }
      known = AdviceClass.read(name, bytes);
      if (candidate.relocation() == null) {
        adviceClasses.put(name, known);
      }
    }
    return known;
  }

  private Function<String, byte @Nullable []> classBytes(@Nullable Relocation relocation) {
    return relocation == null ? agent::classBytes : relocation.renamed(agent::classBytes);
  }

  /** Whether the library that a loader sees has all that an advice class uses. */
  private boolean fits(@Nullable ClassLoader loader, Advised candidate) {
    Map<String, String> known = known(loader);
    Relocation relocation = candidate.relocation();
    String advice = candidate.adviceClass();
    String key = relocation == null ? advice : relocation.prefix() + advice;
    String mismatch = known.get(key);
    if (mismatch == null) {
      mismatch =
          new ReferenceCheck(loader)
              .firstMismatch(References.collect(List.of(advice), classBytes(relocation)));
      mismatch = mismatch == null ? FITS : mismatch;
      if (known.put(key, mismatch) == null && !mismatch.isEmpty()) {
        ModuleDescriptor module = modules.get(candidate.moduleId()).descriptor();
        modules
            .get(candidate.moduleId())
            .addIncompatible(
                module.name()
                    + " ("
                    + module.library()
                    + ") off for "
                    + describe(loader)
                    + ": "
                    + mismatch);
      }
    }
    return mismatch.isEmpty();
  }

  private static String describe(@Nullable ClassLoader loader) {
    try {
      return String.valueOf(loader);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      return loader.getClass().getName();
    }
  }

  private Map<String, String> known(@Nullable ClassLoader loader) {
    if (loader == null) {
      return bootFits;
    }
    Map<String, String> known = fits.get(loader);
    if (known == null) {
      known = fits.putIfAbsent(loader, new ConcurrentHashMap<>());
    }
    return known;
  }
}
