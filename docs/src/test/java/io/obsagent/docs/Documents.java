// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the documents are, and how those that are written from the code are compared with it. */
final class Documents {
  static final Path DIRECTORY =
      Path.of(System.getProperty("docs.directory", ".")).toAbsolutePath().normalize();

  /** The project's own directory. */
  static final Path ROOT = DIRECTORY.getParent();

  private static final String OUT_OF_DATE =
      "out of date; write it with: mvn test -pl docs -am -Dobs.docs.write=true";

  private Documents() {}

  /** All pages: those beside the README, and those of this directory. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path directory : List.of(ROOT, DIRECTORY)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  static String read(Path page) throws IOException {
    return Files.readString(page);
  }

  /** Compares a page of this directory with what the code says, or writes it where asked to. */
  static void compare(String page, String expected) throws IOException {
    Path path = DIRECTORY.resolve(page);
    if (Boolean.getBoolean("obs.docs.write")) {
      Files.writeString(path, expected);
    }
    assertThat(path).as(OUT_OF_DATE).hasContent(expected);
  }

  /** As {@link #compare}, for the part of a page between two comments that name it. */
  static void comparePart(String page, String part, String expected) throws IOException {
    String text = read(DIRECTORY.resolve(page));
    String begin = "<!-- begin: " + part + " -->\n";
    int from = text.indexOf(begin);
    int to = text.indexOf("<!-- end: " + part + " -->");
    assertThat(from).as("the comment '%s' in %s", begin, page).isNotNegative();
    assertThat(to).as("the end of '%s' in %s", part, page).isGreaterThan(from);
    compare(page, text.substring(0, from + begin.length()) + expected + text.substring(to));
  }
}
