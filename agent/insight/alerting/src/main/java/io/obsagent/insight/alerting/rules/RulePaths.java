// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths of rule files, with {@code *} and {@code ?} in the file's name, as Prometheus takes them.
 */
public final class RulePaths {
  private RulePaths() {}

  /**
   * The files that a path means now, sorted; a path without wildcard is itself, there or not.
   *
   * @throws UncheckedIOException if the directory cannot be read
   */
  public static List<Path> expand(Path path) {
    Path name = path.getFileName();
    if (name == null || name.toString().indexOf('*') < 0 && name.toString().indexOf('?') < 0) {
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
}
