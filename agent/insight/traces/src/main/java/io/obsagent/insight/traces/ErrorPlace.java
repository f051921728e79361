// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import java.util.List;

/** Where in the application an exception comes from, by its stack trace as text. */
final class ErrorPlace {
  /** Code that is hardly anybody's own: the JDK's, what runs applications, what they call. */
  private static final List<String> LIBRARIES =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "jakarta.",
          "kotlin.",
          "kotlinx.",
          "scala.",
          "groovy.",
          "io.obsagent.",
          "io.opentelemetry.",
          "io.netty.",
          "io.vertx.",
          "io.quarkus.",
          "io.micronaut.",
          "io.undertow.",
          "io.grpc.",
          "io.ktor.",
          "io.helidon.",
          "io.lettuce.",
          "io.r2dbc.",
          "reactor.",
          "rx.",
          "io.reactivex.",
          "org.apache.",
          "org.eclipse.jetty.",
          "org.glassfish.",
          "org.hibernate.",
          "org.jboss.",
          "org.springframework.",
          "org.postgresql.",
          "org.mariadb.",
          "org.h2.",
          "org.mongodb.",
          "com.mongodb.",
          "com.mysql.",
          "com.zaxxer.hikari.",
          "com.fasterxml.",
          "com.google.common.",
          "com.linecorp.armeria.",
          "okhttp3.",
          "retrofit2.",
          "redis.clients.",
          "feign.",
          "io.javalin.",
          "spark.");

  private static final String FRAME = "at ";
  private static final String CAUSE = "Caused by: ";
  private static final int MAX_CAUSE = 300;

  /**
   * What was found.
   *
   * @param cause the innermost cause with its message; empty if there is no other than the
   *     exception
   * @param frame {@code a.b.Cart.total(Cart.java:42)}; empty if there is none of the application's
   */
  record Place(String cause, String frame) {}

  private ErrorPlace() {}

  /** The innermost cause, and the first frame of the application in it or in those around it. */
  static Place of(String stackTrace) {
    String cause = "";
    String frame = "";
    boolean found = false;
    for (String line : stackTrace.split("\n")) {
      String text = line.strip();
      if (text.startsWith(CAUSE)) {
        cause = text.substring(CAUSE.length());
        found = false;
      } else if (!found && text.startsWith(FRAME) && isOwn(className(text))) {
        frame = text.substring(text.indexOf(className(text)));
        found = true;
      }
    }
    return new Place(
        cause.length() > MAX_CAUSE ? cause.substring(0, MAX_CAUSE) + '…' : cause, frame);
  }

  /** {@code a.b.Cart.total} of {@code at app//module@1/a.b.Cart.total(Cart.java:42)}. */
  private static String className(String line) {
    int end = line.indexOf('(');
    int slash = line.lastIndexOf('/', end < 0 ? line.length() : end);
    return line.substring(slash < 0 ? FRAME.length() : slash + 1, end < 0 ? line.length() : end);
  }

  private static boolean isOwn(String name) {
    for (String library : LIBRARIES) {
      if (name.startsWith(library)) {
        return false;
      }
    }
    return true;
  }
}
