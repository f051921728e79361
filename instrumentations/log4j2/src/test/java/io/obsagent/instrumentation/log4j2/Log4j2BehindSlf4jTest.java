// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The application logs by way of SLF4J. */
class Log4j2BehindSlf4jTest extends Log4j2Kit {
  private static final Logger LOGGER = LoggerFactory.getLogger("shop");

  Log4j2BehindSlf4jTest() {
    super(
        new Application(
            LOGGER::info, LOGGER::debug, MDC::put, MDC::clear, MDC::getCopyOfContextMap));
  }
}
