// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.config.ConfigLoader;
import io.obsagent.core.config.ConfigurationReference;
import io.obsagent.spi.cli.Command;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import io.obsagent.spi.diagnostics.Problems;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Shows what an agent that were started here and now would go by. */
public final class ConfigCommand implements Command {
  /** A longer value pushes its comment to the right, not those of all. */
  private static final int WIDE = 30;

  private final Collection<? extends Option<?>> options;
  private final Collection<? extends Section<?>> sections;

  private final Consumer<AgentConfig> names;
  private final Consumer<AgentConfig> checks;

  /**
   * With all options and sections that there are.
   *
   * @param names makes known to the configuration which names its options may hold
   * @param checks adds what is wrong in the files that it names to the problems of the process
   */
  public ConfigCommand(
      Collection<? extends Option<?>> options,
      Collection<? extends Section<?>> sections,
      Consumer<AgentConfig> names,
      Consumer<AgentConfig> checks) {
    this.options = options;
    this.sections = sections;
    this.names = names;
    this.checks = checks;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String arguments() {
    return "[--set-only | --example] [key=value,...]";
  }

  @Override
  public String description() {
    return "Shows every option's value and where it comes from, and what is wrong with them.";
  }

  @Override
  public String details() {
    return """
        What somebody has set is marked with '*'. Properties are given before -jar:
          java -Dobs.server.port=9465 -jar obs-agent.jar config

          --set-only   only what somebody has set
          --example    instead, a file with every option, commented out
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.equals(List.of("--example"))) {
      out.print(ConfigurationReference.example(options, sections));
      return OK;
    }
    List<String> given = new ArrayList<>(arguments);
    boolean setOnly = given.remove("--set-only");
    for (String argument : given) {
      if (argument.startsWith("-")) {
        err.println("obs-agent config: unknown flag '" + argument + "'; see config --help");
        return USAGE;
      }
    }
    Checked checked = check(given);
    print(checked.values(), setOnly, out);
    out.flush();
    for (String problem : checked.problems()) {
      err.println(problem);
    }
    return checked.problems().isEmpty() ? OK : FINDINGS;
  }

  /** Every option's value, and what is wrong with them. */
  record Checked(List<OptionValue> values, List<String> problems) {
    /** A value as it is shown; empty where there is none. */
    String value(String key) {
      for (OptionValue option : values) {
        if (option.key().equals(key)) {
          return option.value();
        }
      }
      return "";
    }
  }

  /**
   * Looks without showing anything.
   *
   * @param given {@code key=value}, as after {@code -javaagent:obs-agent.jar=}
   */
  Checked check(List<String> given) {
    AgentConfig config = ConfigLoader.load(String.join(",", given));
    config.register(options);
    config.registerSections(sections);
    names.accept(config);
    List<String> problems = new ArrayList<>(config.findProblems());
    checks.accept(config);
    problems.addAll(Problems.all());
    return new Checked(config.effective(), problems);
  }

  private static void print(List<OptionValue> values, boolean setOnly, PrintStream out) {
    int keys = 0;
    int texts = 0;
    for (OptionValue option : values) {
      keys = Math.max(keys, option.key().length());
      texts = Math.max(texts, Math.min(WIDE, option.value().length()));
    }
    for (OptionValue option : values) {
      boolean set = !option.place().isEmpty();
      if (set || !setOnly) {
        String key = pad(option.key(), keys);
        String value = pad(option.value(), texts);
        String source = set ? option.place() : option.source();
        out.println((set ? "* " : "  ") + key + " = " + value + "  # " + source);
      }
    }
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
