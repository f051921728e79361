// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * One thing that the jar can do from the command line. Registered in {@code META-INF/services},
 * with a public constructor without arguments, unless the command line itself makes it.
 */
public interface Command {
  /** Exit code: all is well. */
  int OK = 0;

  /** Exit code: what was looked at is not as it should be; the output says what. */
  int FINDINGS = 1;

  /** Exit code: the arguments make no sense. */
  int USAGE = 2;

  /** Exit code: a file, a process or whatever it was given cannot be read or reached. */
  int UNREADABLE = 3;

  /** One or more words: {@code attach}, {@code check rules}. */
  String name();

  /** What follows the name: {@code PID [key=value,…]}; may be empty. */
  String arguments();

  /** One sentence. */
  String description();

  /** More lines for {@code --help} of this command: its flags, an example; may be empty. */
  default String details() {
    return "";
  }

  /**
   * @param arguments without the words of the name
   * @return the exit code
   */
  int run(List<String> arguments, PrintStream out, PrintStream err);
}
