// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springboot;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * The application as Spring Boot's own tool packs it, with what the class path has of Spring Boot:
 * whichever version that is.
 */
record ApplicationJar(Path path) {
  private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();
  private static final String OF_THE_TEST =
      ".*/(org/(junit|assertj|opentest4j|apiguardian)|net/bytebuddy|io/opentelemetry)/.*";
  private static final List<String> LIBRARIES =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> entry.endsWith(".jar"))
          .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("obs-"))
          .filter(entry -> !entry.contains("loader-tools") && !entry.matches(OF_THE_TEST))
          .distinct()
          .toList();

  /** Packs it for the JVM to start as it is. */
  static ApplicationJar fat(Path directory) throws IOException {
    return pack(directory, List.of());
  }

  /** Packs it with the beans that Spring Boot has made ahead of time. */
  static ApplicationJar processed(Path directory) throws IOException, InterruptedException {
    Path sources = directory.resolve("sources");
    Path classes = directory.resolve("classes");
    Path resources = directory.resolve("resources");
    String classPath = CLASSES + File.pathSeparator + String.join(File.pathSeparator, LIBRARIES);
    RunningApplication.run(
        directory,
        "-cp",
        classPath,
        "org.springframework.boot.SpringApplicationAotProcessor",
        ShopApplication.class.getName(),
        sources.toString(),
        resources.toString(),
        classes.toString(),
        "io.obsagent",
        "shop");
    List<String> compile =
        new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", "" + classes, "-cp", classPath));
    try (Stream<Path> files = Files.walk(sources)) {
      files.filter(Files::isRegularFile).forEach(file -> compile.add(file.toString()));
    }
    tool("javac", compile);
    return pack(directory, List.of(classes, resources));
  }

  private static ApplicationJar pack(Path directory, List<Path> more) throws IOException {
    Path plain = directory.resolve("plain.jar");
    Path packed = directory.resolve("shop.jar");
    List<String> arguments = new ArrayList<>(List.of("--create", "--file", "" + plain));
    for (Class<?> each : List.of(ShopApplication.class, Pages.class)) {
      arguments.addAll(List.of("-C", "" + CLASSES, each.getName().replace('.', '/') + ".class"));
    }
    for (Path each : more) {
      arguments.addAll(List.of("-C", "" + each, "."));
    }
    tool("jar", arguments);
    Repackager repackager = new Repackager(plain.toFile());
    repackager.setMainClass(ShopApplication.class.getName());
    repackager.repackage(
        packed.toFile(),
        callback -> {
          for (String library : LIBRARIES) {
            callback.library(new Library(new File(library), LibraryScope.COMPILE));
          }
        });
    return new ApplicationJar(packed);
  }

  /** Unpacks all of it, as an image of a container has it, and answers its main class. */
  String unpack(Path directory) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        Path target = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(jar.getInputStream(entry), target);
        }
      }
      return jar.getManifest().getMainAttributes().getValue("Main-Class");
    }
  }

  private static void tool(String name, List<String> arguments) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    int exitCode =
        ToolProvider.findFirst(name)
            .orElseThrow()
            .run(writer, writer, arguments.toArray(new String[0]));
    if (exitCode != 0) {
      throw new IllegalStateException(name + ": " + said);
    }
  }
}
