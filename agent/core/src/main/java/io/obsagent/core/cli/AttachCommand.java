// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.bootstrap.ObsAgent;
import io.obsagent.spi.cli.Command;
import java.io.File;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent into a JVM that runs already, and waits for its word: a system property of that
 * JVM, which can be read wherever one can attach, unlike a file or a port.
 */
public final class AttachCommand implements Command {
  private static final long POLL_NANOS = 100_000_000L;

  private final File agentJar;
  private final Duration patience;

  /**
   * @param agentJar the jar that this very command line runs from
   */
  public AttachCommand(File agentJar) {
    this(agentJar, Duration.ofSeconds(30));
  }

  /**
   * @param patience how long the agent may take to start
   */
  AttachCommand(File agentJar, Duration patience) {
    this.agentJar = agentJar;
    this.patience = patience;
  }

  @Override
  public String name() {
    return "attach";
  }

  @Override
  public String arguments() {
    return "PID [key=value,...]";
  }

  @Override
  public String description() {
    return "Attaches the agent to a running JVM, with options as after -javaagent:obs-agent.jar=.";
  }

  @Override
  public String details() {
    return """
        Waits until the agent says that it runs, and shows where. 'list' shows the process ids.
          java -jar obs-agent.jar attach 4711 server.port=9465,service.name=shop
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || !isNumber(arguments.get(0))) {
      err.println("obs-agent attach: needs the process id of a JVM; 'list' shows them");
      return USAGE;
    }
    String pid = arguments.get(0);
    if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
      err.println("obs-agent attach: there is no process " + pid + "; 'list' shows the JVMs");
      return UNREADABLE;
    }
    if (!JavaMachines.survivesAttachment(pid)) {
      err.println(
          "obs-agent attach: "
              + pid
              + " is no JVM, has just begun, or runs with -Xrs: the signal of the attachment would"
              + " end it; 'list' shows the JVMs");
      return UNREADABLE;
    }
    return attach(pid, String.join(",", arguments.subList(1, arguments.size())), out, err);
  }

  private int attach(String pid, String options, PrintStream out, PrintStream err) {
    try {
      String before = JavaMachines.property(pid, ObsAgent.WORD);
      if (before != null && !before.startsWith(ObsAgent.OFF)) {
        err.println("obs-agent attach: the agent is already running in " + pid);
        before.lines().skip(1).forEach(err::println);
        return FINDINGS;
      }
      ByteBuddyAgent.attach(agentJar, pid, options);
      return passOn(pid, out, err);
    } catch (RuntimeException | LinkageError e) {
      err.println("obs-agent attach: " + pid + " did not take the agent: " + reason(e));
      err.println(
          "It must be a JVM of this user, on this machine or in this container, that runs without"
              + " -XX:+DisableAttachMechanism.");
      return UNREADABLE;
    }
  }

  /** Waits until the agent has started, or says that it will not, and repeats what it says. */
  private int passOn(String pid, PrintStream out, PrintStream err) {
    long deadline = System.nanoTime() + patience.toNanos();
    String word = JavaMachines.property(pid, ObsAgent.WORD);
    while (ObsAgent.STARTING.equals(word) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(POLL_NANOS);
      word = JavaMachines.property(pid, ObsAgent.WORD);
    }
    if (word == null || word.equals(ObsAgent.STARTING)) {
      err.println(
          "obs-agent attach: attached to "
              + pid
              + ", but the agent has not said that it runs; the log of that process may say why");
      return FINDINGS;
    }
    if (word.startsWith(ObsAgent.OFF)) {
      err.println("obs-agent attach: the agent is off in " + pid);
      word.lines().skip(1).forEach(err::println);
      return FINDINGS;
    }
    out.println("attached to " + pid);
    List<String> lines = word.lines().skip(1).toList();
    lines.stream().limit(1).forEach(out::println);
    lines.stream().skip(1).forEach(err::println);
    return lines.size() > 1 ? FINDINGS : OK;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() < 19;
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    @Nullable Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 10; depth++) {
      root = cause;
      cause = cause.getCause();
    }
    return root.toString();
  }
}
