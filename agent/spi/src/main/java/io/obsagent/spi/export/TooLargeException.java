// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import java.io.IOException;

/** The receiver does not take so much in one request; it may take fewer items. */
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  public TooLargeException(String message) {
    super(message);
  }
}
