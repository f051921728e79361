// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.core.config.AgentConfig;
import io.obsagent.core.config.ConfigLoader;
import io.obsagent.core.config.ConfigurationReference;
import io.obsagent.spi.cli.Command;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;

/** Shows what an agent that were started here and now would go by. */
public final class ConfigCommand implements Command {
  private final Collection<? extends Option<?>> options;
  private final Collection<? extends Section<?>> sections;

  /** With all options and sections that there are. */
  public ConfigCommand(
      Collection<? extends Option<?>> options, Collection<? extends Section<?>> sections) {
    this.options = options;
    this.sections = sections;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String arguments() {
    return "[--example] [key=value,...]";
  }

  @Override
  public String description() {
    return "Shows every option's value and where it comes from; --example: a commented file.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.equals(List.of("--example"))) {
      out.print(ConfigurationReference.example(options, sections));
      return OK;
    }
    AgentConfig config = ConfigLoader.load(String.join(",", arguments));
    config.register(options);
    config.registerSections(sections);
    for (OptionValue option : config.effective()) {
      String source = option.place().isEmpty() ? option.source() : option.place();
      out.println(option.key() + " = " + option.value() + "    # " + source);
    }
    List<String> problems = config.findProblems();
    for (String problem : problems) {
      err.println(problem);
    }
    return problems.isEmpty() ? OK : FAILED;
  }
}
