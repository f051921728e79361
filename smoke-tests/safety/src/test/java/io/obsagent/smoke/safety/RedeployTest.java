// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.war.RedeployingServer;
import io.obsagent.smoke.war.StockServlet;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application that is deployed again and again, with all its libraries in its WAR. */
class RedeployTest {
  private static final int TIMES = 20;
  private static final String LIBRARIES =
      ".*/(h2|HikariCP|slf4j-api|logback-\\w+|micrometer-\\w+|HdrHistogram|LatencyUtils"
          + "|opentelemetry-(api|context|common))-[0-9.]+jar";
  private static final String SERVER = ".*/(tomcat-[a-z-]+|jakarta\\.[a-z-]+)-[0-9.]+jar";

  @TempDir Path directory;

  private static List<String> classPath(String pattern) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.matches(pattern))
        .distinct()
        .toList();
  }

  private static void copy(Class<?> type, Path to) throws Exception {
    String name = type.getName().replace('.', '/') + ".class";
    Files.createDirectories(to.resolve(name).getParent());
    Files.copy(Path.of("target/test-classes", name), to.resolve(name));
  }

  /** Without a class of its own on the server's class path. */
  private Path war() throws Exception {
    Path content = directory.resolve("content");
    Path lib = Files.createDirectories(content.resolve("WEB-INF/lib"));
    copy(StockServlet.class, content.resolve("WEB-INF/classes"));
    for (String library : classPath(LIBRARIES)) {
      Files.copy(Path.of(library), lib.resolve(Path.of(library).getFileName()));
    }
    Files.writeString(content.resolve("WEB-INF/classes/logback.xml"), "<configuration/>");
    Files.writeString(
        content.resolve("WEB-INF/web.xml"),
        """
        <web-app version="6.0" metadata-complete="true">
          <servlet>
            <servlet-name>stock</servlet-name>
            <servlet-class>%s</servlet-class>
          </servlet>
          <servlet-mapping>
            <servlet-name>stock</servlet-name>
            <url-pattern>/stock</url-pattern>
            <url-pattern>/count</url-pattern>
          </servlet-mapping>
        </web-app>
        """
            .formatted(StockServlet.class.getName()));
    Path war = directory.resolve("shop.war");
    Launch.program(Jdk.all().get(0).tool("jar").toString(), "--create", "--file", war.toString())
        .with("-C", content.toString(), ".")
        .run();
    return war;
  }

  @Test
  void noLoaderOfAnEarlierDeploymentIsLeftBehind() throws Exception {
    Path classes = directory.resolve("server");
    copy(RedeployingServer.class, classes);
    List<String> server = new ArrayList<>(classPath(SERVER));
    server.add(classes.toString());
    Launch launch =
        Launch.underAgent(Jdk.all().get(0), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .with("-cp", String.join(File.pathSeparator, server))
            .with(RedeployingServer.class.getName(), directory.resolve("tomcat").toString())
            .with(war().toString(), "" + TIMES);

    try (JavaProcess tomcat = launch.start()) {
      String console = tomcat.awaitErr(Launch.RUNNING).group(1);
      for (int i = 0; i < TIMES; i++) {
        tomcat.awaitOut("deployment " + i + ": 42\n");
      }
      String left = tomcat.awaitOut("left behind (\\d+)").group(1);
      String metrics = Http.get(console + "metrics");
      tomcat.endInput();
      JavaProcess.Outcome end = tomcat.await();

      assertThat(metrics)
          .containsPattern("http_requests_total\\{[^}]*route=\"/shop/stock\"[^}]*} " + TIMES)
          .containsPattern("http_requests_total\\{[^}]*route=\"/shop/count\"[^}]*} " + TIMES);
      assertThat(left).as(end.err()).isEqualTo("0");
    }
  }
}
