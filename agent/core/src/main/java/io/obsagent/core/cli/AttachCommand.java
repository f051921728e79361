// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.cli.Command;
import java.io.File;
import java.io.PrintStream;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/** Loads the agent into a JVM that runs already. */
public final class AttachCommand implements Command {
  private final File agentJar;

  /**
   * @param agentJar the jar that this very command line runs from
   */
  public AttachCommand(File agentJar) {
    this.agentJar = agentJar;
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
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || !isNumber(arguments.get(0))) {
      err.println("obs-agent attach: needs the process id of a JVM; 'list' shows them");
      return USAGE;
    }
    String pid = arguments.get(0);
    if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
      err.println("obs-agent attach: there is no process " + pid + "; 'list' shows the JVMs");
      return FAILED;
    }
    if (!JavaMachines.survivesAttachment(pid)) {
      err.println(
          "obs-agent attach: "
              + pid
              + " is no JVM, has just begun, or runs with -Xrs: the signal of the attachment would"
              + " end it; 'list' shows the JVMs");
      return FAILED;
    }
    String options = String.join(",", arguments.subList(1, arguments.size()));
    try {
      ByteBuddyAgent.attach(agentJar, pid, options);
    } catch (RuntimeException | LinkageError e) {
      err.println("obs-agent attach: " + pid + " did not take the agent: " + reason(e));
      err.println(
          "It must be a JVM of this user, on this machine or in this container, that runs without"
              + " -XX:+DisableAttachMechanism.");
      return FAILED;
    }
    out.println("attached to " + pid);
    return OK;
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
