// SPDX-License-Identifier: Apache-2.0
package io.obsagent.bootstrap;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Entry points of the jar: {@code -javaagent}, attach, and the command line. Java 8 bytecode, so
 * that an older JVM gets one clear line instead of an UnsupportedClassVersionError that stops it.
 *
 * <p>Whatever goes wrong here, the application runs: one line on stderr, no exception.
 */
public final class ObsAgent {
  private static final int OLDEST_JAVA = 17;
  private static final String STARTED = "io.obsagent.started";

  /**
   * System property in which the agent says how it fares, for {@code attach}: in the first line
   * {@link #STARTING}, {@link #RUNNING} or {@link #OFF}, below it what people are to read.
   */
  public static final String WORD = "io.obsagent.word";

  public static final String STARTING = "starting";
  public static final String RUNNING = "running";
  public static final String OFF = "off";

  private ObsAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  public static void main(String[] arguments) throws Throwable {
    if (javaVersion() < OLDEST_JAVA) {
      say("needs Java " + OLDEST_JAVA + " or newer; this is " + System.getProperty("java.version"));
      System.exit(2);
    }
    try {
      Class<?> cli = agentLoader().loadClass("io.obsagent.core.cli.CommandLine");
      cli.getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean attached) {
    long startNanos = System.nanoTime();
    try {
      if (isJdkTool()) {
        return;
      }
      if (isDisabled(arguments)) {
        word(OFF, "the option 'enabled' is false");
        return;
      }
      if (javaVersion() < OLDEST_JAVA) {
        off(
            "needs Java "
                + OLDEST_JAVA
                + " or newer, this is "
                + System.getProperty("java.version")
                + "; the application runs without it");
        return;
      }
      if (System.getProperty(STARTED) != null) {
        say("is already running in this JVM; the second one stays off");
        return;
      }
      System.setProperty(STARTED, "true");
      word(STARTING, "");
      agentLoader()
          .loadClass("io.obsagent.core.Agent")
          .getMethod("start", String.class, Instrumentation.class, Boolean.TYPE, Long.TYPE)
          .invoke(null, arguments, instrumentation, attached, startNanos);
    } catch (Throwable e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      if (cause instanceof SecurityException) {
        off(
            "the security manager forbids it ("
                + cause.getMessage()
                + "); grant the agent's jar java.security.AllPermission in the policy");
      } else {
        off("could not start (" + cause + "); the application runs without it");
      }
    }
  }

  private static ClassLoader agentLoader() throws Exception {
    File jar = new File(ObsAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return (ClassLoader)
        Class.forName("io.obsagent.bootstrap.AgentClassLoader")
            .getConstructor(File.class, String.class)
            .newInstance(jar, extensions());
  }

  /**
   * Jars and directories that extend the agent, as {@code obs.extensions} names them, and {@code
   * obs.extensions.otel}, which means the same; empty for none.
   */
  public static String extensions() {
    String all = System.getProperty("obs.extensions", "");
    String otel = System.getProperty("obs.extensions.otel", "");
    return all.isEmpty() || otel.isEmpty() ? all + otel : all + File.pathSeparatorChar + otel;
  }

  private static boolean isDisabled(String arguments) {
    String value = System.getProperty("obs.enabled");
    if (arguments != null && ("," + arguments).contains(",enabled=")) {
      value = arguments.contains("enabled=false") ? "false" : "true";
    }
    if (value == null) {
      value = System.getenv("OBS_ENABLED");
    }
    if (value == null) {
      value = System.getenv("MONITORING_ENABLED");
    }
    return "false".equalsIgnoreCase(value);
  }

  /**
   * {@code JAVA_TOOL_OPTIONS} reaches jps, jcmd, keytool … too; nobody wants to watch those. Their
   * launchers name a module of the JDK as the main one. The class is not known yet at this time.
   */
  private static boolean isJdkTool() {
    String main = System.getProperty("jdk.module.main", "");
    return main.startsWith("jdk.") || main.startsWith("java.");
  }

  private static int javaVersion() {
    String version = System.getProperty("java.specification.version", "0");
    try {
      return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void off(String reason) {
    say("off: " + reason);
    word(OFF, reason);
  }

  /** Leaves the agent's word for {@code attach}; where properties are forbidden, none. */
  public static void word(String state, String lines) {
    try {
      System.setProperty(WORD, lines.isEmpty() ? state : state + "\n" + lines);
    } catch (SecurityException e) {
      // It is said on standard error as well.
    }
  }

  private static void say(String line) {
    System.err.println("[obs-agent] " + line);
  }
}
