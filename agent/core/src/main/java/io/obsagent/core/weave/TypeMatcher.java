// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.ModuleDescriptor.MethodAdvice;
import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers, for each class that is loaded, which advice is for it: by its name, at the price of one
 * hash look-up; else, for nearly all none, at that of reading over its constants and the names of
 * its methods. Thread-safe.
 *
 * <p>{@link Hierarchies Super types} are asked only of classes that declare a method that is to be
 * advised, by its name, arguments and result. Types of the JDK are known by their own name only: a
 * module lists those that matter.
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
   * @param superType whether there are matches for what inherits from it
   */
  private record Named(List<Match> matches, @Nullable String unknownLibrary, boolean superType) {}

  /** A method to be advised, and the match by super type that it is for. */
  private record Inherited(Match match, MethodMatch method) {}

  /** The end of a type's name, from a slash on, if the type may have been renamed. */
  private record Relocatable(String tail, Match match) {}

  private static final List<Match> NONE = List.of();
  private static final Named UNKNOWN = new Named(NONE, null, false);

  private final Map<String, Named> byName = new HashMap<>();

  /** By the names of classes without their packages. */
  private final Map<String, List<Relocatable>> relocatable = new HashMap<>();

  /** What the names end in that may be renamed. */
  private long endings;

  private final Map<String, List<Match>> bySuperType = new HashMap<>();
  private final Map<String, List<Match>> byAnnotation = new HashMap<>();

  /** Matches by super type, by the names of the methods that they advise. */
  private final Map<String, List<Inherited>> byMethod = new HashMap<>();

  private final NameSet annotations;
  private final NameSet methods;
  private final boolean onlyByName;
  private final Hierarchies hierarchies;
  private final UnknownLibraries unknown;

  /**
   * @param unknown is told of what no module instruments
   */
  TypeMatcher(List<ModuleDescriptor> modules, UnknownLibraries unknown) {
    this.unknown = unknown;
    UnknownLibraries.MARKERS.forEach(
        (type, library) -> byName.put(type.replace('.', '/'), new Named(NONE, library, false)));
    for (int id = 0; id < modules.size(); id++) {
      for (TypeAdvice advice : modules.get(id).types()) {
        add(new Match(id, advice, ""), modules.get(id).relocatable());
      }
    }
    for (String type : bySuperType.keySet()) {
      Named known = byName.getOrDefault(type, UNKNOWN);
      byName.put(type, new Named(known.matches(), known.unknownLibrary(), true));
    }
    hierarchies = new Hierarchies(bySuperType);
    methods = new NameSet(byMethod.keySet());
    annotations = new NameSet(byAnnotation.keySet());
    onlyByName = byMethod.isEmpty() && byAnnotation.isEmpty();
  }

  private void add(Match match, boolean mayBeRenamed) {
    TypeMatch type = match.advice().match();
    for (String name : type.names()) {
      String internalName = name.replace('.', '/');
      String annotation = annotation(name);
      if (annotation != null) {
        put(byAnnotation, annotation, match);
      } else if (type.bySuperType()) {
        put(bySuperType, internalName, match);
        for (MethodAdvice method : match.advice().methods()) {
          for (String each : method.match().names()) {
            append(byMethod, each, new Inherited(match, method.match()));
          }
        }
      } else {
        byName.merge(internalName, new Named(List.of(match), null, false), TypeMatcher::join);
        if (mayBeRenamed) {
          append(relocatable, simpleName(internalName), new Relocatable('/' + internalName, match));
          endings |= ending(internalName);
        }
      }
    }
  }

  private static void put(Map<String, List<Match>> map, String key, Match match) {
    if (!map.getOrDefault(key, NONE).contains(match)) {
      append(map, key, match);
    }
  }

  private static <T> void append(Map<String, List<T>> map, String key, T value) {
    List<T> known = map.get(key);
    if (known == null) {
      known = new ArrayList<>(1);
      map.put(key, known);
    }
    known.add(value);
  }

  /** The descriptor of an annotation that a match names, or null where it names none. */
  static @Nullable String annotation(String name) {
    return name.charAt(0) == '@'
        ? 'L' + name.substring(name.lastIndexOf('@') + 1).replace('.', '/') + ';'
        : null;
  }

  /** What is instrumented after all is not unknown. */
  private static Named join(Named known, Named added) {
    return new Named(join(known.matches(), added.matches()), null, false);
  }

  private List<Match> named(@Nullable Named known, String internalName) {
    if (known == null) {
      return renamed(internalName);
    }
    if (known.unknownLibrary() != null) {
      unknown.see(known.unknownLibrary());
    }
    return known.matches();
  }

  private static String simpleName(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1);
  }

  /** A bit for two letters of a name near its end, which tell more than the last, modulo 64. */
  private static long ending(String name) {
    int length = name.length();
    return length < 4 ? 0 : 1L << 3 * name.charAt(length - 4) + name.charAt(length - 3);
  }

  /** Compares some ends of names; most differ in two letters of these. */
  private List<Match> renamed(String internalName) {
    List<Match> found = NONE;
    if ((endings & ending(internalName)) == 0) {
      return found;
    }
    for (Relocatable each : relocatable.getOrDefault(simpleName(internalName), List.of())) {
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
    Named known = byName.get(internalName);
    List<Match> named = named(known, internalName);
    boolean superType = known != null && known.superType();
    if (superType) {
      hierarchies.loaded(internalName);
    }
    if (loader == null || onlyByName || isIgnored(internalName)) {
      return named;
    }
    ClassHeader header = new ClassHeader(bytes, annotations);
    List<Match> all = inherited(loader, internalName, superType, header);
    for (String constant : header.found()) {
      all = join(all, byAnnotation.getOrDefault(constant, NONE));
    }
    return join(all, named);
  }

  /** How often a loader was asked for a class file. */
  long asked() {
    return hierarchies.asked();
  }

  private List<Match> inherited(
      ClassLoader loader, String internalName, boolean superType, ClassHeader header) {
    if (!hierarchies.defines(loader, superType, header)) {
      return NONE;
    }
    List<Match> possible = possible(internalName, header);
    if (possible.isEmpty()) {
      return NONE;
    }
    List<Match> inherited = hierarchies.matchesOf(loader, internalName, header, possible);
    inherited.retainAll(possible);
    return inherited;
  }

  /** Matches by super type that have a method of the class to advise, if it has the super type. */
  private List<Match> possible(String internalName, ClassHeader header) {
    List<Match> possible = NONE;
    for (ClassHeader.Method method : header.methods(methods)) {
      for (Inherited each : byMethod.get(method.name())) {
        if (!possible.contains(each.match())
            && ClassWeaver.fits(each.method(), method.access(), method.descriptor())
            && !isExcluded(each.match(), internalName)) {
          possible = join(possible, List.of(each.match()));
        }
      }
    }
    return possible;
  }

  private static List<Match> join(List<Match> some, List<Match> others) {
    if (some.isEmpty() || others.isEmpty()) {
      return some.isEmpty() ? others : some;
    }
    List<Match> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** Whether a class that is loaded already may have to be woven. */
  boolean mayMatch(Class<?> loaded) {
    String internalName = loaded.getName().replace('.', '/');
    return !named(byName.get(internalName), internalName).isEmpty()
        || loaded.getClassLoader() != null && !isIgnored(internalName) && hasSuperType(loaded);
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
    boolean ignored =
        switch (internalName.charAt(0)) {
          case 'j' ->
              internalName.startsWith("java/")
                  || internalName.startsWith("javax/")
                  || internalName.startsWith("jdk/");
          case 's' -> internalName.startsWith("sun/") || internalName.startsWith("scala/");
          case 'c' -> internalName.startsWith("com/sun/");
          case 'o' -> internalName.startsWith("org/groovy/");
          case 'k' -> internalName.startsWith("kotlin/");
          default -> false;
        };
    return ignored || internalName.indexOf("$$") >= 0;
  }

  private static boolean isExcluded(Match match, String internalName) {
    String className = internalName.replace('/', '.');
    for (String prefix : match.advice().match().excludedPrefixes()) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
