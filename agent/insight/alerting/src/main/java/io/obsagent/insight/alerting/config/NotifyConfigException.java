// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

/** A configuration that cannot be used; the message says file, line, what and the way out. */
public final class NotifyConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  NotifyConfigException(String message) {
    super(message);
  }
}
