// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Fetches a secret from where another item says it is, so that no secret must stand in a file. */
final class Secrets {
  static final String ENV_SUFFIX = "_env";
  static final String FILE_SUFFIX = "_file";
  static final String MASK = "********";
  private static final int MAX_BYTES = 64 << 10;

  private Secrets() {}

  /** A value as it may be shown: without the user and password of a URL. */
  static String shown(String text) {
    int at = text.lastIndexOf('@');
    int scheme = text.indexOf("://");
    return scheme < 0 || at < scheme
        ? text
        : text.substring(0, scheme + 3) + MASK + text.substring(at);
  }

  /**
   * @throws IllegalArgumentException if there is no such variable
   */
  static String fromVariable(String name, Map<String, String> environment) {
    String value = environment.get(name.trim());
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("the environment has no variable " + name.trim());
    }
    return value;
  }

  /**
   * @throws IllegalArgumentException if the file cannot be read
   */
  static String fromFile(String path) {
    try (InputStream in = new FileInputStream(new File(path.trim()))) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the file: " + e.getMessage(), e);
    }
  }
}
