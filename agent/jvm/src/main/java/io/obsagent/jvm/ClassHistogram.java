// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import io.obsagent.spi.http.JsonWriter;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * How many objects of each class there are, and what they take, as HotSpot counts them. The
 * application stands still meanwhile, some hundred milliseconds for each gigabyte: one at a time,
 * and what is younger than ten seconds is shown again. Thread-safe.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/jcmd.html">jcmd,
 *     GC.class_histogram</a>
 */
final class ClassHistogram {
  static final int MAX_CLASSES = 500;

  private static final long KEEP_NANOS = 10_000_000_000L;
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)(?:\\s+\\(([^)]*)\\))?\\s*");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+(\\d+)\\s+(\\d+)\\s*");

  private final LongSupplier nanoTime;
  private byte @Nullable [] last;
  private boolean lastLive;
  private long lastNanos;

  ClassHistogram(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** With {@code live=true}, garbage is collected first and does not count. */
  Response answer(Request request) {
    boolean live = "true".equals(request.parameter("live"));
    try {
      return Response.bytes(200, "application/json", take(live));
    } catch (JMException | LinkageError e) {
      return Response.error(501, "this JVM has no such histogram: " + e.getMessage());
    }
  }

  private synchronized byte[] take(boolean live) throws JMException {
    byte[] known = last;
    if (known == null || lastLive != live || nanoTime.getAsLong() - lastNanos > KEEP_NANOS) {
      long start = nanoTime.getAsLong();
      String text = ask(live);
      long millis = (nanoTime.getAsLong() - start) / 1_000_000;
      JsonWriter json = new JsonWriter();
      write(json, text, live, millis);
      known = json.toBytes();
      last = known;
      lastLive = live;
      lastNanos = nanoTime.getAsLong();
    }
    return known;
  }

  private static String ask(boolean live) throws JMException {
    ObjectName name = new ObjectName("com.sun.management:type=DiagnosticCommand");
    String[] arguments = live ? new String[0] : new String[] {"-all"};
    return String.valueOf(
        server(name)
            .invoke(
                name,
                "gcClassHistogram",
                new Object[] {arguments},
                new String[] {String[].class.getName()}));
  }

  /** The application's, if it has made it; else it is made now. */
  private static MBeanServer server(ObjectName name) {
    for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
      if (server.isRegistered(name)) {
        return server;
      }
    }
    return ManagementFactory.getPlatformMBeanServer();
  }

  static void write(JsonWriter json, String text, boolean live, long millis) {
    long instances = 0;
    long bytes = 0;
    int omitted = 0;
    int count = 0;
    json.object().name("classes").array();
    for (String line : text.split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      Matcher total = TOTAL.matcher(line);
      if (matcher.matches()) {
        if (count++ < MAX_CLASSES) {
          json.object().field("name", plain(matcher.group(3)));
          json.field("module", matcher.group(4));
          json.field("instances", Long.parseLong(matcher.group(1)));
          json.field("bytes", Long.parseLong(matcher.group(2))).end();
        } else {
          omitted++;
        }
      } else if (total.matches()) {
        instances = Long.parseLong(total.group(1));
        bytes = Long.parseLong(total.group(2));
      }
    }
    json.end().field("omitted", omitted);
    json.field("instances", instances).field("bytes", bytes);
    json.field("live", live).field("millis", millis).end();
  }

  /** As in source text: {@code byte[]} for {@code [B}. */
  static String plain(String name) {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions == 0 || dimensions == name.length()) {
      return name;
    }
    String element =
        switch (name.charAt(dimensions)) {
          case 'B' -> "byte";
          case 'C' -> "char";
          case 'D' -> "double";
          case 'F' -> "float";
          case 'I' -> "int";
          case 'J' -> "long";
          case 'S' -> "short";
          case 'Z' -> "boolean";
          case 'L' -> name.substring(dimensions + 1).replace(";", "");
          default -> name.substring(dimensions);
        };
    return element + "[]".repeat(dimensions);
  }
}
