// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a file is called after it was rolled: {@code combined.log} of a certain second becomes
 * {@code combined-20261128T203000Z.log}, and {@code ….log.gz} when it is packed. No other file is
 * ever touched.
 *
 * @param directory absolute
 * @param base {@code combined}
 * @param extension {@code .log}; may be empty
 */
record RolledName(Path directory, String base, String extension) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static final String PACKED = ".gz";

  /** {@code shop.log.json} has the extension {@code .log.json}: its name keeps both. */
  static RolledName of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path directory = absolute.getParent();
    String name = String.valueOf(absolute.getFileName());
    int dot = name.indexOf('.', 1);
    return new RolledName(
        directory == null ? absolute : directory,
        dot < 0 ? name : name.substring(0, dot),
        dot < 0 ? "" : name.substring(dot));
  }

  /** A path that nothing has yet, packed or not. */
  Path free(Instant time) {
    String stem = base + "-" + TIME.format(time);
    for (int i = 0; ; i++) {
      String name = stem + (i == 0 ? "" : "-" + i) + extension;
      if (Files.notExists(directory.resolve(name))
          && Files.notExists(directory.resolve(name + PACKED))) {
        return directory.resolve(name);
      }
    }
  }

  /** Those that there are in a directory, in no order; none if there is no directory. */
  List<Path> in(Path folder) throws IOException {
    Pattern pattern =
        Pattern.compile(
            Pattern.quote(base)
                + "-\\d{8}T\\d{6}Z(-\\d{1,9})?"
                + Pattern.quote(extension)
                + "(\\.gz)?");
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(
              folder, each -> pattern.matcher(each.getFileName().toString()).matches())) {
        files.forEach(found::add);
      }
    }
    return found;
  }
}
