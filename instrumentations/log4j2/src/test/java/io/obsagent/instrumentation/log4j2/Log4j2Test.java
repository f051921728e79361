// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** The application logs by Log4j's own API. */
class Log4j2Test extends Log4j2Kit {
  private static final Logger LOGGER = LogManager.getLogger("shop");

  Log4j2Test() {
    super(
        new Application(
            LOGGER::info,
            LOGGER::debug,
            ThreadContext::put,
            ThreadContext::clearAll,
            ThreadContext::getContext));
  }
}
