// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A program of its own, for any JVM: weaves one class in so many of a set of jars and of modules of
 * the JDK, and lets the JVM's verifier judge each. Linking, which verifies, is what asking for the
 * methods of a class does; nothing of the corpus is executed.
 *
 * <p>Arguments: the sample (1 for all), then jars and names of modules. Writes one line for each of
 * these, and one for each class that is rejected woven and accepted as it was.
 */
final class Corpus {
  private final int sample;

  private Corpus(int sample) {
    this.sample = sample;
  }

  public static void main(String[] args) throws Exception {
    Corpus corpus = new Corpus(Integer.parseInt(args[0]));
    List<String> rest = List.of(args).subList(1, args.length);
    List<URL> jars = new ArrayList<>();
    for (String each : rest) {
      if (each.endsWith(".jar")) {
        jars.add(Path.of(each).toUri().toURL());
      }
    }
    URL[] urls = jars.toArray(new URL[0]);
    for (String each : rest) {
      boolean isJar = each.endsWith(".jar");
      Path module = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", each);
      Set<String> chosen = corpus.chosen(isJar ? classesOf(each) : classesIn(module));
      try (Loader woven = new Loader(urls, isJar ? null : module, chosen);
          Loader plain = new Loader(urls, isJar ? null : module, Set.of())) {
        report(isJar ? Path.of(each).getFileName().toString() : each, chosen, woven, plain);
      }
    }
  }

  private Set<String> chosen(List<String> classes) {
    Set<String> chosen = new HashSet<>();
    for (String name : classes) {
      if (Math.floorMod(name.hashCode(), sample) == 0) {
        chosen.add(name);
      }
    }
    return chosen;
  }

  private static List<String> classesOf(String jar) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      return classes(file.stream().map(java.util.zip.ZipEntry::getName));
    }
  }

  private static List<String> classesIn(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return classes(files.map(file -> root.relativize(file).toString()));
    }
  }

  private static List<String> classes(Stream<String> files) {
    return files
        .filter(file -> file.endsWith(".class"))
        .filter(file -> !file.endsWith("-info.class") && !file.startsWith("META-INF"))
        .map(file -> file.substring(0, file.length() - 6).replace('/', '.'))
        .toList();
  }

  private static void report(String name, Set<String> chosen, Loader woven, Loader plain) {
    int verified = 0;
    int unlinked = 0;
    int rejected = 0;
    for (String each : chosen) {
      String problem = link(woven, each);
      if (woven.refused.containsKey(each)) {
        rejected++;
        System.out.println("REFUSED " + each + ": " + woven.refused.get(each));
      } else if (problem == null) {
        verified++;
      } else if (problem.isEmpty() || link(plain, each) != null) {
        unlinked++;
      } else {
        rejected++;
        System.out.println("REJECTED " + each + ": " + problem);
      }
    }
    System.out.printf(
        "%s: %d woven and verified, %d rejected, %d cannot be linked, %d too large%n",
        name, verified, rejected, unlinked, woven.tooLarge);
  }

  /** Answers null if a class is accepted, and empty if something that it needs is missing. */
  private static @Nullable String link(Loader loader, String name) {
    try {
      Class.forName(name, false, loader).getDeclaredMethods();
      return null;
    } catch (VerifyError | ClassFormatError e) {
      return e.toString();
    } catch (LinkageError | ClassNotFoundException | SecurityException missing) {
      return "";
    }
  }

  /** Defines the classes of jars, or of one module, in copies of their own. */
  private static final class Loader extends URLClassLoader {
    private final @Nullable Path module;
    private final Set<String> chosen;
    private final ConcurrentHashMap<String, String> refused = new ConcurrentHashMap<>();
    private int tooLarge;

    Loader(URL[] urls, @Nullable Path module, Set<String> chosen) {
      super(urls, ClassLoader.getPlatformClassLoader());
      this.module = module;
      this.chosen = chosen;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        byte[] bytes = name.startsWith("java.") ? null : read(name.replace('.', '/') + ".class");
        if (bytes == null) {
          return super.loadClass(name, resolve);
        }
        byte[] defined = chosen.contains(name) ? woven(name, bytes) : bytes;
        return defineClass(name, defined, 0, defined.length);
      }
    }

    private byte @Nullable [] read(String file) {
      try (InputStream in = open(file)) {
        return in == null ? null : in.readAllBytes();
      } catch (IOException e) {
        return null;
      }
    }

    private @Nullable InputStream open(String file) throws IOException {
      if (module == null) {
        URL found = findResource(file);
        return found == null ? null : found.openStream();
      }
      Path path = module.resolve(file);
      return Files.exists(path) ? Files.newInputStream(path) : null;
    }

    private byte[] woven(String name, byte[] bytes) {
      try {
        // In either style, whatever the class file's version.
        return FullAdvice.weave(bytes, (name.hashCode() >> 8 & 1) == 0);
      } catch (MethodTooLargeException e) {
        tooLarge++;
      } catch (RuntimeException e) {
        refused.put(name, e.toString());
      }
      return bytes;
    }
  }
}
