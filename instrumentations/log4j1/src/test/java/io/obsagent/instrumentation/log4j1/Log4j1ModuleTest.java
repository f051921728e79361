// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j1;

import io.obsagent.testing.ModuleKit;
import java.io.StringWriter;
import org.apache.log4j.Logger;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.WriterAppender;

class Log4j1ModuleTest extends ModuleKit {
  Log4j1ModuleTest() {
    super(new Log4j1Module());
  }

  @Override
  protected String use() {
    StringWriter written = new StringWriter();
    Logger logger = Logger.getLogger("kit");
    logger.setAdditivity(false);
    WriterAppender appender = new WriterAppender(new PatternLayout("%m|%X{trace_id}|"), written);
    logger.addAppender(appender);
    logger.error("tea");
    logger.removeAppender(appender);
    return written.toString();
  }
}
