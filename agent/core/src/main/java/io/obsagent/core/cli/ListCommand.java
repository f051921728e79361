// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.cli.Command;
import java.io.PrintStream;
import java.util.List;

/** Lists the JVMs that the agent could be attached to. */
public final class ListCommand implements Command {
  @Override
  public String name() {
    return "list";
  }

  @Override
  public String arguments() {
    return "";
  }

  @Override
  public String description() {
    return "Lists this user's running JVMs: process id and main class.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (!arguments.isEmpty()) {
      err.println("obs-agent list: takes no arguments");
      return USAGE;
    }
    String self = Long.toString(ProcessHandle.current().pid());
    try {
      for (JavaMachines.Machine machine : JavaMachines.list()) {
        if (!machine.pid().equals(self)) {
          out.println(machine.pid() + "\t" + mainOnly(machine.main()));
        }
      }
      return OK;
    } catch (IllegalStateException e) {
      err.println("obs-agent list: " + e.getMessage());
      return UNREADABLE;
    }
  }

  /** Arguments may hold secrets. */
  private static String mainOnly(String command) {
    int blank = command.indexOf(' ');
    return command.isEmpty() ? "(unknown)" : blank < 0 ? command : command.substring(0, blank);
  }
}
