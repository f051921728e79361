// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Paths of files, with {@code *} and {@code ?} in the file's name, as Prometheus takes them. */
public final class FilePaths {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_LISTED = 100;

  private FilePaths() {}

  /**
   * The files that a path means now, sorted; a path without wildcard is itself, there or not.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  public static List<Path> expand(Path path) {
    Path name = path.getFileName();
    if (name == null || !isPattern(name.toString())) {
      return List.of(path);
    }
    @Nullable Path parent = path.getParent();
    Path directory = parent == null ? Path.of("") : parent;
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> matches = Files.newDirectoryStream(directory, name.toString())) {
        matches.forEach(found::add);
      } catch (DirectoryIteratorException e) {
        throw new UncheckedIOException(e.getCause());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    found.sort(null);
    return found;
  }

  /**
   * The files that an option means now, whose paths stand between commas.
   *
   * @param wrong takes a word about each that is no path
   */
  public static List<File> listed(String paths, Consumer<String> wrong) {
    List<File> files = new ArrayList<>();
    for (String path : paths.split(",", MAX_LISTED)) {
      if (!path.isBlank()) {
        try {
          expand(Path.of(path.strip())).forEach(found -> files.add(found.toFile()));
        } catch (InvalidPathException e) {
          wrong.accept("this is no path: " + e.getMessage());
        }
      }
    }
    return files;
  }

  /**
   * The files that an argument of a command means, sorted: itself; of a directory, all YAML files
   * in and below it; of a pattern with {@code *}, {@code ?} or {@code **} in any part, all that it
   * fits.
   *
   * @throws IOException if a directory cannot be read
   */
  public static List<Path> find(String argument) throws IOException {
    Path path = Path.of(argument);
    if (Files.isDirectory(path)) {
      return walk(path, FilePaths::isYaml);
    }
    if (!isPattern(argument)) {
      return List.of(path);
    }
    Path start = Path.of("");
    if (path.isAbsolute()) {
      start = path.getRoot();
    }
    for (Path part : path) {
      if (isPattern(part.toString())) {
        break;
      }
      start = start.resolve(part);
    }
    FileSystem system = path.getFileSystem();
    PathMatcher exact = system.getPathMatcher("glob:" + argument);
    // That ** may also stand for no directory at all is what shells mean.
    PathMatcher none = system.getPathMatcher("glob:" + argument.replace("**/", ""));
    return Files.isDirectory(start) || start.toString().isEmpty()
        ? walk(start, file -> isYaml(file) && (exact.matches(file) || none.matches(file)))
        : List.of();
  }

  private static List<Path> walk(Path start, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(start, MAX_DEPTH)) {
      return files.filter(wanted).filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yml") || file.toString().endsWith(".yaml");
  }

  private static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }
}
