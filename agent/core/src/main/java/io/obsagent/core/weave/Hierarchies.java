// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.core.weave.TypeMatcher.Match;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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
  private final NameHashes namesHashes = new NameHashes();

  /** Of the loader that was asked for last, which is mostly the next, too. */
  private volatile @Nullable Known last;

  /**
   * What is known of a loader.
   *
   * @param loader whose it is
   * @param inherited the matches of types of which they have been found out
   * @param superTypes of other types that it has defined, by the hashes of their names
   * @param without types that have no match
   * @param sees the types that matches name, and whether the loader sees them
   * @param seesAll whether what its types have as super types is always seen by it, too
   */
  private record Known(
      WeakReference<ClassLoader> loader,
      Map<String, List<Match>> inherited,
      Map<Long, SuperTypes> superTypes,
      NameHashes without,
      Map<String, Boolean> sees,
      boolean seesAll) {

    Known(ClassLoader loader) {
      this(
          new WeakReference<>(loader),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new NameHashes(),
          new ConcurrentHashMap<>(),
          loader instanceof URLClassLoader || loader.getClass().getClassLoader() == null);
    }
  }

  /** That a loader does not see a type; a class, for a lambda takes the JVM long to make. */
  private record Forgetting(String type) implements BiConsumer<ClassLoader, Known> {
    @Override
    public void accept(ClassLoader loader, Known ofLoader) {
      ofLoader.sees.remove(type, Boolean.FALSE);
    }
  }

  /**
   * What a class inherits from, without the JDK's types that nobody looks for.
   *
   * @param hashes see {@link ClassHeader#nameHashes}
   * @param names see {@link ClassHeader#superTypes}
   */
  private record SuperTypes(long[] hashes, @Nullable String[] names) {}

  /**
   * @param bySuperType matches by the internal name of the super type; no more change
   */
  Hierarchies(Map<String, List<Match>> bySuperType) {
    this.bySuperType = bySuperType;
    this.names = new NameSet(bySuperType.keySet());
    for (String name : bySuperType.keySet()) {
      namesHashes.add(NameHashes.hash(name));
    }
  }

  /**
   * Is told of a type that a match names and that is loaded, before it is; of those of the JDK no
   * loader was asked.
   */
  void loaded(String internalName) {
    if (!internalName.startsWith("java/")) {
      known.forEach(new Forgetting(internalName));
    }
  }

  /** How often a loader was asked for a class file. */
  long asked() {
    return asked.get();
  }

  /**
   * Is told of a class that a loader is about to define.
   *
   * @param named whether a match names the class
   * @return whether the class may have a match: whether it names a super type of which it is not
   *     known that it has none
   */
  boolean defines(ClassLoader loader, boolean named, ClassHeader header) {
    Known ofLoader = known(loader);
    long[] hashes = header.nameHashes(names);
    boolean mayMatch = named;
    for (int i = 1; i < hashes.length && !mayMatch; i++) {
      mayMatch =
          hashes[i] != 0 && !ofLoader.without.contains(hashes[i]) && mayMatch(ofLoader, hashes[i]);
    }
    if (!header.isFinal()) {
      if (mayMatch) {
        ofLoader.superTypes.put(hashes[0], new SuperTypes(hashes, header.superTypes(hashes)));
      } else {
        ofLoader.without.add(hashes[0]);
      }
    }
    return mayMatch;
  }

  /** Whether a type may have a match; remembers it where all that it inherits turns out not to. */
  private boolean mayMatch(Known ofLoader, long type) {
    SuperTypes defined = namesHashes.contains(type) ? null : ofLoader.superTypes.get(type);
    if (defined == null) {
      return true;
    }
    long[] inherits = defined.hashes;
    for (int i = 1; i < inherits.length; i++) {
      if (inherits[i] != 0
          && !ofLoader.without.contains(inherits[i])
          && mayMatch(ofLoader, inherits[i])) {
        return true;
      }
    }
    ofLoader.without.add(type);
    ofLoader.superTypes.remove(type);
    return false;
  }

  /**
   * Matches of the class itself and of all its super types that are known or can be read.
   *
   * @param possible the matches for whose sake files are read; not all that are answered
   */
  List<Match> matchesOf(
      ClassLoader loader, String internalName, ClassHeader header, List<Match> possible) {
    List<Match> found = new ArrayList<>(bySuperType.getOrDefault(internalName, NONE));
    addInherited(loader, header.superTypes(header.nameHashes(names)), possible, found);
    return found;
  }

  private void addInherited(
      ClassLoader loader, @Nullable String[] superTypes, List<Match> possible, List<Match> into) {
    for (String type : superTypes) {
      if (type == null) {
        continue;
      }
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
    long hash = NameHashes.hash(type);
    if (ofLoader.without.contains(hash)) {
      return NONE;
    }
    List<Match> answer = ofLoader.inherited.get(type);
    if (answer == null && !seesAny(loader, ofLoader, possible)) {
      return direct;
    }
    if (answer == null) {
      answer = new ArrayList<>(direct);
      addInherited(loader, superTypes(loader, ofLoader, type, hash), possible, answer);
      if (answer.isEmpty()) {
        ofLoader.without.add(hash);
      } else {
        ofLoader.inherited.put(type, answer);
      }
      ofLoader.superTypes.remove(hash);
    }
    return answer;
  }

  private Known known(ClassLoader loader) {
    Known ofLoader = last;
    if (ofLoader == null || ofLoader.loader.get() != loader) {
      ofLoader = known.get(loader);
      if (ofLoader == null) {
        ofLoader = known.putIfAbsent(loader, new Known(loader));
      }
      last = ofLoader;
    }
    return ofLoader;
  }

  private static boolean isOfJdk(String type) {
    return type.startsWith("java/") || type.startsWith("javax/");
  }

  private @Nullable String[] superTypes(
      ClassLoader loader, Known ofLoader, String type, long hash) {
    SuperTypes defined = ofLoader.superTypes.get(hash);
    if (defined != null) {
      return defined.names;
    }
    asked.incrementAndGet();
    byte[] bytes = ClassFiles.read(loader, type);
    if (bytes == null) {
      return new String[0];
    }
    ClassHeader header = new ClassHeader(bytes, NameSet.EMPTY);
    return header.superTypes(header.nameHashes(names));
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
