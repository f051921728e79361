// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * One thing that the jar can do from the command line. Registered in {@code META-INF/services},
 * with a public constructor without arguments, unless the command line itself makes it.
 */
public interface Command {
  /** Exit code: all went well. */
  int OK = 0;

  /** Exit code: it could not be done; standard error says why. */
  int FAILED = 1;

  /** Exit code: the arguments make no sense. */
  int USAGE = 2;

  /** One or more words: {@code attach}, {@code check rules}. */
  String name();

  /** What follows the name: {@code PID [key=value,…]}; may be empty. */
  String arguments();

  /** One sentence. */
  String description();

  /**
   * @param arguments without the words of the name
   * @return the exit code
   */
  int run(List<String> arguments, PrintStream out, PrintStream err);
}
