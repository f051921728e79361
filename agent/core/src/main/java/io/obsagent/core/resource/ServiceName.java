// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

import java.util.Map;

/** A name for a service that was not given one: of its jar, or of its main class. */
final class ServiceName {
  private static final String UNKNOWN = "unknown_service:java";

  /** Main classes and jars of servers, whose names say nothing to a reader of metrics. */
  private static final Map<String, String> SERVERS =
      Map.of(
          "org.apache.catalina.startup.Bootstrap", "tomcat",
          "org.apache.karaf.main.Main", "karaf",
          "org.h2.tools.Server", "h2",
          "org.h2.tools.Console", "h2",
          "io.quarkus.bootstrap.runner.QuarkusEntryPoint", "quarkus",
          "jboss-modules", "wildfly");

  private ServiceName() {}

  /**
   * @param command the main class or jar with its arguments, as the JVM tells it
   */
  static String detect(String command) {
    int jar = command.indexOf(".jar");
    int blank = command.indexOf(' ');
    if (jar > 0
        && !isClassBefore(command, blank, jar)
        && (jar + 4 == command.length() || command.charAt(jar + 4) == ' ')) {
      String name = ofJar(command.substring(0, jar));
      return SERVERS.getOrDefault(name, name);
    }
    String main = blank < 0 ? command : command.substring(0, blank);
    String server = SERVERS.get(main);
    if (server != null) {
      return server;
    }
    String simple = main.substring(Math.max(main.lastIndexOf('.'), main.lastIndexOf('/')) + 1);
    return simple.isEmpty() ? UNKNOWN : simple;
  }

  /** Whether what ends in .jar is an argument: {@code com.acme.Main shop.jar}. */
  private static boolean isClassBefore(String command, int blank, int jar) {
    return blank > 0
        && blank < jar
        && command.lastIndexOf('.', blank) > 0
        && command.lastIndexOf('/', blank) < 0
        && command.lastIndexOf('\\', blank) < 0;
  }

  /** {@code /opt/shop-1.2.3} is shop: a version would make a new service of each release. */
  private static String ofJar(String path) {
    int separator = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    String name = path.substring(separator + 1);
    for (int i = 1; i < name.length() - 1; i++) {
      char next = name.charAt(i + 1);
      if (name.charAt(i) == '-' && next >= '0' && next <= '9') {
        return name.substring(0, i);
      }
    }
    return name.isEmpty() ? UNKNOWN : name;
  }
}
