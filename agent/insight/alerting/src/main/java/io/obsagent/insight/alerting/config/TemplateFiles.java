// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the template files that a configuration names. */
final class TemplateFiles {
  private static final int MAX_FILES = 100;

  private final @Nullable Path directory;

  TemplateFiles(@Nullable Path directory) {
    this.directory = directory;
  }

  /** Texts of the files that match a path with wildcards in its last part. */
  List<String> read(String glob) throws IOException {
    if (directory == null) {
      throw new IOException("template files need a configuration file beside them");
    }
    Path path = directory.resolve(glob);
    Path parent = path.getParent();
    Path last = path.getFileName();
    List<String> texts = new ArrayList<>();
    if (parent == null || last == null || !Files.isDirectory(parent)) {
      return texts;
    }
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent, last.toString())) {
      for (Path file : stream) {
        if (files.size() < MAX_FILES) {
          files.add(file);
        }
      }
    }
    for (Path file : files) {
      if (Files.size(file) > 1 << 20) {
        throw new IOException(file.getFileName() + " is larger than 1 MiB");
      }
      texts.add(Files.readString(file, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
