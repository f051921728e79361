// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A value that no log, page or message may show; from the configuration or a file. */
public final class Secret {
  private static final int MAX_BYTES = 16_384;

  private final String value;
  private final boolean inFile;

  private Secret(String value, boolean inFile) {
    this.value = value;
    this.inFile = inFile;
  }

  public static Secret of(String value) {
    return new Secret(value, false);
  }

  static Secret inFile(String path) {
    return new Secret(path, true);
  }

  boolean isInFile() {
    return inFile;
  }

  /** What stands in the configuration: the value itself, or the path of its file. */
  String source() {
    return value;
  }

  /**
   * Read at each use, so that a rotated file is noticed.
   *
   * @throws IOException if the file cannot be read
   */
  public String read() throws IOException {
    if (!inFile) {
      return value;
    }
    try (InputStream in = Files.newInputStream(Path.of(value))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
    }
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
