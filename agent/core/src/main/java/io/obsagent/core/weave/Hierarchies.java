// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.TypeMatcher.Match;
import io.obsagent.spi.telemetry.WeakMap;
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
 * <p>A file is read only where the loader sees a type that a match in question names. It is asked
 * once for each of these types, so a loader without a library pays for it once, by one look-up, and
 * only when a class has a method that would be advised there. The answer no is forgotten when the
 * type is loaded anywhere: loaders grow. Of the JDK's types there is no doubt, they are not asked
 * for; nor is it asked what a class names itself as its super type.
 */
final class Hierarchies {
  private static final List<Match> NONE = List.of();

  private final Map<String, List<Match>> bySuperType;
  private final WeakMap<ClassLoader, Known> known = new WeakMap<>();
  private final AtomicLong asked = new AtomicLong();

  /**
   * What is known of a loader.
   *
   * @param inherited the matches of each type that was read
   * @param sees the types that matches name, and whether the loader sees them
   */
  private record Known(Map<String, List<Match>> inherited, Map<String, Boolean> sees) {}

  /**
   * @param bySuperType matches by the internal name of the super type; no more change
   */
  Hierarchies(Map<String, List<Match>> bySuperType) {
    this.bySuperType = bySuperType;
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
   * Matches of the class itself and of all its super types that are known or can be read.
   *
   * @param possible the matches for whose sake files are read; not all that are answered
   */
  List<Match> matchesOf(
      ClassLoader loader, String internalName, ClassHeader header, List<Match> possible) {
    List<Match> found = new ArrayList<>(bySuperType.getOrDefault(internalName, NONE));
    addInherited(loader, header, possible, found);
    return found;
  }

  private void addInherited(
      ClassLoader loader, ClassHeader header, List<Match> possible, List<Match> into) {
    addFrom(loader, header.superName(), possible, into);
    for (int i = 0; i < header.interfaceCount(); i++) {
      addFrom(loader, header.interfaceName(i), possible, into);
    }
  }

  private void addFrom(
      ClassLoader loader, String superType, List<Match> possible, List<Match> into) {
    for (Match match : matchesOfSuperType(loader, superType, possible)) {
      if (!into.contains(match)) {
        into.add(match);
      }
    }
  }

  private List<Match> matchesOfSuperType(ClassLoader loader, String type, List<Match> possible) {
    List<Match> direct = bySuperType.getOrDefault(type, NONE);
    if (type.isEmpty() || type.startsWith("java/") || type.startsWith("javax/")) {
      return direct;
    }
    Known ofLoader = known.get(loader);
    if (ofLoader == null) {
      ofLoader =
          known.putIfAbsent(
              loader, new Known(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
    }
    List<Match> answer = ofLoader.inherited().get(type);
    if (answer == null && !seesAny(loader, ofLoader.sees(), possible)) {
      return direct;
    }
    if (answer == null) {
      answer = new ArrayList<>(direct);
      asked.incrementAndGet();
      byte[] bytes = ClassFiles.read(loader, type);
      if (bytes != null) {
        addInherited(loader, new ClassHeader(bytes, NameSet.EMPTY), possible, answer);
      }
      ofLoader.inherited().put(type, answer.isEmpty() ? NONE : answer);
    }
    return answer;
  }

  private boolean seesAny(ClassLoader loader, Map<String, Boolean> sees, List<Match> possible) {
    for (Match match : possible) {
      for (String type : match.advice().match().names()) {
        if (type.startsWith("java.") || sees(loader, sees, type.replace('.', '/'))) {
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
