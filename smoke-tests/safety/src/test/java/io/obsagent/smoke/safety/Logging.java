// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import ch.qos.logback.core.Context;
import io.obsagent.api.Obs;
import io.obsagent.smoke.plain.LoggingApplication;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Starts an application that logs by Logback, under the agent. */
final class Logging {
  private static final String CLASS_PATH =
      Stream.of(
              LoggingApplication.class,
              Obs.class,
              Logger.class,
              ch.qos.logback.classic.Logger.class,
              Context.class)
          .map(Logging::location)
          .collect(Collectors.joining(File.pathSeparator));

  private Logging() {}

  /**
   * @param directory for the configuration of Logback, and its file {@code desk.log}
   * @param pattern of the lines on its console and in its file
   */
  static JavaProcess start(Path directory, String pattern, String... options) throws Exception {
    Path configuration =
        Files.writeString(
            directory.resolve("logback.xml"),
            """
            <configuration>
              <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%s</pattern></encoder>
              </appender>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>%s</file>
                <encoder><pattern>%s</pattern></encoder>
              </appender>
              <root level="INFO">
                <appender-ref ref="console"/>
                <appender-ref ref="file"/>
              </root>
            </configuration>
            """
                .formatted(pattern, directory.resolve("desk.log"), pattern));
    JavaProcess application =
        Launch.underAgent(Jdk.all().get(0), options)
            .with("-Dlogback.configurationFile=" + configuration)
            .with("-cp", CLASS_PATH, LoggingApplication.class.getName())
            .start();
    application.awaitErr(Launch.RUNNING);
    return application;
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
