// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

/** A name for a service that was not given one: of its jar, or of its main class. */
final class ServiceName {
  private static final String UNKNOWN = "unknown_service:java";

  private ServiceName() {}

  /**
   * @param command the main class or jar with its arguments, as the JVM tells it
   */
  static String detect(String command) {
    int jar = command.indexOf(".jar");
    int blank = command.indexOf(' ');
    if (jar > 0 && (jar + 4 == command.length() || command.charAt(jar + 4) == ' ')) {
      return ofJar(command.substring(0, jar));
    }
    String main = blank < 0 ? command : command.substring(0, blank);
    String simple = main.substring(Math.max(main.lastIndexOf('.'), main.lastIndexOf('/')) + 1);
    return simple.isEmpty() ? UNKNOWN : simple;
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
