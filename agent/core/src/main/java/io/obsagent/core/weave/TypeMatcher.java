// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.ModuleDescriptor.MethodAdvice;
import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.spi.TypeMatch;
import io.obsagent.spi.telemetry.WeakMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers, for each class that is loaded, which advice is for it; for nearly all, none, at the
 * price of one hash look-up. Thread-safe.
 *
 * <p>Super types are asked only of classes whose constant pool names one of the methods to advise;
 * then the hierarchy is read from class files, never by loading a class, and remembered for each
 * loader. Types of the JDK are known by their own name only: a module lists those that matter.
 */
final class TypeMatcher {
  /**
   * A type's advice and the index of its module.
   *
   * @param prefix what stands before the type's name, with its last slash, where the library was
   *     renamed; else empty
   */
  record Match(int moduleId, TypeAdvice advice, String prefix) {
    /** A type's advice is read once; for a record's own method the JVM makes two dozen classes. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Match match
          && moduleId == match.moduleId
          && advice == match.advice
          && prefix.equals(match.prefix);
    }

    @Override
    public int hashCode() {
      return 31 * moduleId + System.identityHashCode(advice);
    }
  }

  /**
   * What is known of a class by its own name.
   *
   * @param unknownLibrary what it is a marker of, see {@link UnknownLibraries}
   */
  private record Named(List<Match> matches, @Nullable String unknownLibrary) {}

  /** The end of a type's name, from a slash on, if the type may have been renamed. */
  private record Relocatable(String tail, Match match) {}

  private static final List<Match> NONE = List.of();

  private static final String[] IGNORED = {
    "java/", "javax/", "jdk/", "sun/", "com/sun/", "org/groovy/", "kotlin/", "scala/"
  };

  private final Map<String, Named> byName = new HashMap<>();
  private final List<Relocatable> relocatable = new ArrayList<>();
  private final Map<String, List<Match>> bySuperType = new HashMap<>();
  private final List<Match> byAnnotation = new ArrayList<>();
  private final Set<String> annotations = new HashSet<>();
  private final Set<String> subtypeMethods = new HashSet<>();
  private final NameSet methodNames;
  private final NameSet annotationNames;
  private final WeakMap<ClassLoader, Map<String, List<Match>>> hierarchy = new WeakMap<>();
  private final UnknownLibraries unknown;

  /**
   * @param unknown is told of what no module instruments
   */
  TypeMatcher(List<ModuleDescriptor> modules, UnknownLibraries unknown) {
    this.unknown = unknown;
    UnknownLibraries.MARKERS.forEach(
        (type, library) -> byName.put(type.replace('.', '/'), new Named(NONE, library)));
    for (int id = 0; id < modules.size(); id++) {
      for (TypeAdvice advice : modules.get(id).types()) {
        add(new Match(id, advice, ""), modules.get(id).relocatable());
      }
    }
    methodNames = new NameSet(subtypeMethods);
    annotationNames = new NameSet(annotations);
  }

  private void add(Match match, boolean mayBeRenamed) {
    TypeMatch type = match.advice().match();
    for (String name : type.names()) {
      String internalName = name.replace('.', '/');
      String annotation = annotation(name);
      if (annotation != null) {
        byAnnotation.add(match);
        annotations.add(annotation);
        subtypeMethods.add(annotation);
      } else if (type.bySuperType()) {
        bySuperType.computeIfAbsent(internalName, key -> new ArrayList<>()).add(match);
      } else {
        byName.merge(internalName, new Named(List.of(match), null), TypeMatcher::join);
        if (mayBeRenamed) {
          relocatable.add(new Relocatable('/' + internalName, match));
        }
      }
    }
    if (type.bySuperType()) {
      for (MethodAdvice method : match.advice().methods()) {
        subtypeMethods.addAll(method.match().names());
      }
    }
  }

  /** The descriptor of an annotation that a match names, or null where it names none. */
  static @Nullable String annotation(String name) {
    return name.charAt(0) == '@'
        ? 'L' + name.substring(name.lastIndexOf('@') + 1).replace('.', '/') + ';'
        : null;
  }

  /** What is instrumented after all is not unknown. */
  private static Named join(Named known, Named added) {
    List<Match> both = new ArrayList<>(known.matches());
    both.addAll(added.matches());
    return new Named(both, null);
  }

  /** Whether a class is advised by its own name; notes a marker on the way. */
  private boolean isNamed(String internalName) {
    return !named(internalName).isEmpty();
  }

  private List<Match> named(String internalName) {
    Named known = byName.get(internalName);
    if (known == null) {
      return renamed(internalName);
    }
    unknown.see(known.unknownLibrary());
    return known.matches();
  }

  /** Compares some ends of names, of which most differ in their first letter. */
  private List<Match> renamed(String internalName) {
    List<Match> found = NONE;
    for (int i = 0; i < relocatable.size(); i++) {
      Relocatable each = relocatable.get(i);
      if (internalName.endsWith(each.tail())) {
        Match match = each.match();
        int prefix = internalName.length() - each.tail().length() + 1;
        found = found.isEmpty() ? new ArrayList<>(1) : found;
        found.add(new Match(match.moduleId(), match.advice(), internalName.substring(0, prefix)));
      }
    }
    return found;
  }

  /**
   * @param loader null for the boot loader
   * @param bytes the class file
   */
  List<Match> matches(@Nullable ClassLoader loader, String internalName, byte[] bytes) {
    List<Match> named = named(internalName);
    boolean byName = bySuperType.isEmpty() && byAnnotation.isEmpty();
    if (loader == null || byName || isIgnored(internalName)) {
      return named;
    }
    ClassHeader header = new ClassHeader(bytes, methodNames);
    if (!header.namesMethod()) {
      return named;
    }
    List<Match> inherited = new ArrayList<>(bySuperType.getOrDefault(internalName, NONE));
    addInherited(loader, header, inherited);
    addAnnotated(bytes, inherited);
    String className = internalName.replace('/', '.');
    inherited.removeIf(match -> isExcluded(match, className));
    if (named.isEmpty()) {
      return inherited;
    }
    inherited.addAll(named);
    return inherited;
  }

  /** Whether a class that is loaded already may have to be woven. */
  boolean mayMatch(Class<?> loaded) {
    if (isNamed(loaded.getName().replace('.', '/'))) {
      return true;
    }
    return loaded.getClassLoader() != null
        && !isIgnored(loaded.getName().replace('.', '/'))
        && hasSuperType(loaded);
  }

  private boolean hasSuperType(@Nullable Class<?> type) {
    if (type == null || bySuperType.isEmpty()) {
      return false;
    }
    if (bySuperType.containsKey(type.getName().replace('.', '/'))
        || hasSuperType(type.getSuperclass())) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (hasSuperType(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIgnored(String internalName) {
    for (String prefix : IGNORED) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return internalName.contains("$$");
  }

  private static boolean isExcluded(Match match, String className) {
    for (String prefix : match.advice().match().excludedPrefixes()) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** What the constant pool names may be a method's annotation; whose, is seen when it is woven. */
  private void addAnnotated(byte[] bytes, List<Match> into) {
    if (!byAnnotation.isEmpty() && new ClassHeader(bytes, annotationNames).namesMethod()) {
      into.addAll(byAnnotation);
    }
  }

  private void addInherited(ClassLoader loader, ClassHeader header, List<Match> into) {
    addFrom(loader, header.superName(), into);
    for (int i = 0; i < header.interfaceCount(); i++) {
      addFrom(loader, header.interfaceName(i), into);
    }
  }

  private void addFrom(ClassLoader loader, String superType, List<Match> into) {
    for (Match match : matchesOfSuperType(loader, superType)) {
      if (!into.contains(match)) {
        into.add(match);
      }
    }
  }

  private List<Match> matchesOfSuperType(ClassLoader loader, String type) {
    List<Match> direct = bySuperType.getOrDefault(type, NONE);
    if (type.isEmpty() || type.startsWith("java/") || type.startsWith("javax/")) {
      return direct;
    }
    Map<String, List<Match>> known = hierarchy.get(loader);
    if (known == null) {
      known = hierarchy.putIfAbsent(loader, new ConcurrentHashMap<>());
    }
    List<Match> answer = known.get(type);
    if (answer == null) {
      answer = new ArrayList<>(direct);
      byte[] bytes = ClassFiles.read(loader, type);
      if (bytes != null) {
        addInherited(loader, new ClassHeader(bytes, NameSet.EMPTY), answer);
      }
      known.put(type, answer.isEmpty() ? NONE : answer);
    }
    return answer;
  }
}
