// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.TypeMatcher.Match;
import io.obsagent.spi.telemetry.WeakMap;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which matches by super type are for a class. The hierarchy is read from class files, never by
 * loading a class, and remembered for each loader, weakly. Thread-safe; nothing is locked while a
 * loader is asked.
 *
 * <p>What a loader has defined before is remembered, as far as that can be a super type; no file is
 * read for it.
 *
 * <p>A file is read only where the loader sees a type that a match in question names. It is asked
 * once for each of these types, so a loader without a library pays for it once, by one look-up, and
 * only when a class has a method that would be advised there. The answer no is forgotten when the
 * type is loaded anywhere: loaders grow. Of the JDK's types there is no doubt, they are not asked
 * for; nor is it asked what a class names itself as its super type. Nor are loaders asked that may
 * have a super type from one that sees more than they do: those of OSGi and of JBoss Modules.
 */
final class Hierarchies {
  private static final List<Match> NONE = List.of();

  private final Map<String, List<Match>> bySuperType;
  private final WeakMap<ClassLoader, Known> known = new WeakMap<>();
  private final AtomicLong asked = new AtomicLong();
  private final NameSet names;

  /**
   * What is known of a loader.
   *
   * @param inherited the matches of each type of which they have been found out
   * @param superTypes of other types that it has defined, as they name them
   * @param without types that it has defined and that have no match
   * @param sees the types that matches name, and whether the loader sees them
   * @param seesAll whether what its types have as super types is always seen by it, too
   */
  private record Known(
      Map<String, List<Match>> inherited,
      Map<String, List<String>> superTypes,
      NameHashes without,
      Map<String, Boolean> sees,
      boolean seesAll) {

    Known(ClassLoader loader) {
      this(
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new NameHashes(),
          new ConcurrentHashMap<>(),
          loader instanceof URLClassLoader || loader.getClass().getClassLoader() == null);
    }
  }

  /**
   * @param bySuperType matches by the internal name of the super type; no more change
   */
  Hierarchies(Map<String, List<Match>> bySuperType) {
    this.bySuperType = bySuperType;
    this.names = new NameSet(bySuperType.keySet());
  }

  /** Is told of a class that is loaded, before it is; of those of the JDK no loader was asked. */
  void loaded(String internalName) {
    if (bySuperType.containsKey(internalName) && !internalName.startsWith("java/")) {
      known.forEach((loader, of) -> of.sees().remove(internalName, Boolean.FALSE));
    }
  }

  /** How often a loader was asked for a class file. */
  long asked() {
    return asked.get();
  }

  /**
   * Is told of a class that a loader is about to define.
   *
   * @return whether the class may have a match: whether it names a super type of which it is not
   *     known that it has none
   */
  boolean defines(ClassLoader loader, String internalName, ClassHeader header) {
    Known ofLoader = known(loader);
    List<String> superTypes = header.superTypes(names);
    boolean mayMatch = bySuperType.containsKey(internalName);
    for (int i = 0; i < superTypes.size() && !mayMatch; i++) {
      String type = superTypes.get(i);
      mayMatch =
          bySuperType.containsKey(type)
              || !isOfJdk(type)
                  && ofLoader.inherited.get(type) != NONE
                  && !ofLoader.without.contains(type);
    }
    if (!header.isFinal()) {
      if (mayMatch) {
        ofLoader.superTypes.put(internalName, superTypes);
      } else {
        ofLoader.without.add(internalName);
      }
    }
    return mayMatch;
  }

  /**
   * Matches of the class itself and of all its super types that are known or can be read.
   *
   * @param possible the matches for whose sake files are read; not all that are answered
   */
  List<Match> matchesOf(
      ClassLoader loader, String internalName, ClassHeader header, List<Match> possible) {
    List<Match> found = new ArrayList<>(bySuperType.getOrDefault(internalName, NONE));
    addInherited(loader, header.superTypes(names), possible, found);
    return found;
  }

  private void addInherited(
      ClassLoader loader, List<String> superTypes, List<Match> possible, List<Match> into) {
    for (String type : superTypes) {
      for (Match match : matchesOfSuperType(loader, type, possible)) {
        if (!into.contains(match)) {
          into.add(match);
        }
      }
    }
  }

  private List<Match> matchesOfSuperType(ClassLoader loader, String type, List<Match> possible) {
    List<Match> direct = bySuperType.getOrDefault(type, NONE);
    if (isOfJdk(type)) {
      return direct;
    }
    Known ofLoader = known(loader);
    List<Match> answer = ofLoader.without.contains(type) ? NONE : ofLoader.inherited.get(type);
    if (answer == null && !seesAny(loader, ofLoader, possible)) {
      return direct;
    }
    if (answer == null) {
      answer = new ArrayList<>(direct);
      addInherited(loader, superTypes(loader, ofLoader, type), possible, answer);
      ofLoader.inherited.put(type, answer.isEmpty() ? NONE : answer);
      ofLoader.superTypes.remove(type);
    }
    return answer;
  }

  private Known known(ClassLoader loader) {
    Known ofLoader = known.get(loader);
    return ofLoader == null ? known.putIfAbsent(loader, new Known(loader)) : ofLoader;
  }

  private static boolean isOfJdk(String type) {
    return type.startsWith("java/") || type.startsWith("javax/");
  }

  private List<String> superTypes(ClassLoader loader, Known ofLoader, String type) {
    List<String> defined = ofLoader.superTypes.get(type);
    if (defined != null) {
      return defined;
    }
    asked.incrementAndGet();
    byte[] bytes = ClassFiles.read(loader, type);
    return bytes == null ? List.of() : new ClassHeader(bytes, NameSet.EMPTY).superTypes(names);
  }

  private boolean seesAny(ClassLoader loader, Known ofLoader, List<Match> possible) {
    if (!ofLoader.seesAll) {
      return true;
    }
    for (Match match : possible) {
      for (String type : match.advice().match().names()) {
        if (type.startsWith("java.") || sees(loader, ofLoader.sees, type.replace('.', '/'))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean sees(ClassLoader loader, Map<String, Boolean> sees, String type) {
    Boolean answer = sees.get(type);
    if (answer == null) {
      asked.incrementAndGet();
      answer = ClassFiles.exists(loader, type);
      sees.put(type, answer);
    }
    return answer;
  }
}
