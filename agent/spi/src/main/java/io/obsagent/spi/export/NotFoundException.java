// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.export;

import java.io.IOException;

/** The receiver is there, but does not have what was asked for: a path, or a whole signal. */
public final class NotFoundException extends IOException {
  private static final long serialVersionUID = 1L;

  public NotFoundException(String message) {
    super(message);
  }
}
