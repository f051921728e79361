// SPDX-License-Identifier: Apache-2.0
package org.slf4j;

import org.slf4j.helpers.NOPLogger;

/**
 * In the place of the factory of slf4j, which looks for a logging framework and complains on
 * standard error if there is none. What oshi cannot read is absent; its reasons are not told.
 */
public final class LoggerFactory {
  private LoggerFactory() {}

  public static Logger getLogger(Class<?> type) {
    return NOPLogger.NOP_LOGGER;
  }
}
