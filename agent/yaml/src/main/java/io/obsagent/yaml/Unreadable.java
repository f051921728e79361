// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words for people why a file cannot be read. */
public final class Unreadable {
  private Unreadable() {}

  /**
   * @param cause an IOException, one in its unchecked form, or that the path is none
   * @return {@code there is no such file}, for example
   */
  public static String reason(Exception cause) {
    Exception inner = cause instanceof UncheckedIOException io ? io.getCause() : cause;
    String message = inner.getMessage();
    if (inner instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (inner instanceof AccessDeniedException) {
      return "this process may not read it";
    }
    if (inner instanceof IOException && "Is a directory".equals(message)) {
      return "it is a directory; name its files, as in DIRECTORY/*.yml";
    }
    return inner.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
