// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import io.obsagent.testing.ModuleKit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

class Log4j2ModuleTest extends ModuleKit {
  Log4j2ModuleTest() {
    super(new Log4j2Module());
  }

  /** Without asynchronous loggers, a module of its own in Log4j 3, or with those before 2.12. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    Set<String> advices = new HashSet<>();
    if (!hasMethod("AsyncLoggerConfig", "logToAsyncLoggerConfigsOnCurrentThread")) {
      advices.add("EventAdvices.Again");
    }
    if (!hasMethod("RingBufferLogEvent", "setValues")) {
      advices.add("EventAdvices.Fill");
    }
    return advices;
  }

  /** In one of the packages that asynchronous loggers have had. */
  private static boolean hasMethod(String type, String method) {
    for (String place : List.of("core.async.", "async.logger.")) {
      try {
        return Stream.of(
                Class.forName("org.apache.logging.log4j." + place + type).getDeclaredMethods())
            .anyMatch(each -> each.getName().equals(method));
      } catch (ClassNotFoundException ofAnotherVersion) {
        // The other one, or none.
      }
    }
    return false;
  }

  @Override
  protected String use() {
    Logger logger = LogManager.getLogger("kit");
    logger.error("tea");
    return logger.getName();
  }
}
