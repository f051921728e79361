// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.extensions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A jar as an author of extensions would make it. */
final class ExtensionJar {
  private static final String CLASSES = "com/example/extension";
  private static final Path PUBLISHED = Path.of("target", "published").toAbsolutePath();
  private static final Path HERE = Path.of("target", "test-classes").toAbsolutePath();

  private ExtensionJar() {}

  /** The directory of all published jars, with what they need. */
  static Path published() {
    return PUBLISHED;
  }

  /** The directory of what an exporter has been linked with, where the agent's is too new. */
  static Path older() {
    return PUBLISHED.resolveSibling("older");
  }

  /** One published jar, by the beginning of its name. */
  static Path published(String artifact) throws IOException {
    try (Stream<Path> jars = Files.list(PUBLISHED)) {
      List<Path> found =
          jars.filter(jar -> jar.getFileName().toString().startsWith(artifact)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException(artifact + ": " + found);
      }
      return found.get(0);
    }
  }

  /** All classes of the examples, one of which is registered under some services. */
  static Path of(Path directory, String extension, Class<?>... services) throws IOException {
    Path jar = directory.resolve(extension + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> classes = Files.walk(HERE.resolve(CLASSES))) {
      for (Path file : classes.filter(Files::isRegularFile).sorted().toList()) {
        String name = HERE.relativize(file).toString().replace('\\', '/');
        write(out, name, Files.readAllBytes(file));
      }
      byte[] provider =
          (CLASSES.replace('/', '.') + "." + extension).getBytes(StandardCharsets.UTF_8);
      for (Class<?> service : services) {
        write(out, "META-INF/services/" + service.getName(), provider);
      }
    }
    return jar;
  }

  private static void write(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  /** As the option takes them. */
  static String option(Path... paths) {
    return "-Dobs.extensions="
        + Arrays.stream(paths).map(Path::toString).collect(Collectors.joining(","));
  }
}
