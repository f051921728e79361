// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import java.io.IOException;

/** The receiver does not take these credentials, or takes none of what they may send. */
public final class AccessDeniedException extends IOException {
  private static final long serialVersionUID = 1L;

  public AccessDeniedException(String message) {
    super(message);
  }
}
