// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.config.SampleOptions;
import io.obsagent.core.resource.AgentVersion;
import io.obsagent.spi.cli.Command;
import io.obsagent.spi.diagnostics.Problems;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandLine line =
      new CommandLine(
          List.of(
              new ListCommand(),
              new AttachCommand(new File("absent.jar")),
              new ConfigCommand(SampleOptions.ALL, List.of(), config -> {}, config -> {}),
              new CheckRules()));

  @Test
  void helpNamesEveryCommand() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("attach PID", "config ", "list\n", "check rules FILE...");
  }

  @Test
  void versionIsTold() {
    assertThat(run("version")).isZero();
    assertThat(text(out)).isEqualTo("obs-agent " + AgentVersion.TEXT + "\n");
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(run("atach", "1")).isEqualTo(2);
    assertThat(text(err))
        .isEqualTo("obs-agent: unknown command 'atach'; --help shows what there is\n");
  }

  @Test
  void halfOfANameSaysWhichThereAre() {
    assertThat(run("check")).isEqualTo(2);
    assertThat(run("check", "rule")).isEqualTo(2);
    assertThat(text(err))
        .contains("'check' is no command; there are\n", "check rules FILE...")
        .contains("'check rule' is no command");
    assertThat(run("check", "--help")).isZero();
    assertThat(text(out)).contains("check rules FILE...");
  }

  @Test
  void aNameMayHaveTwoWords() {
    assertThat(run("check", "rules", "a.yml", "b.yml")).isZero();
    assertThat(text(out)).isEqualTo("[a.yml, b.yml]\n");
  }

  @Test
  void attachWantsAProcess() {
    assertThat(run("attach")).isEqualTo(2);
    assertThat(run("attach", "x")).isEqualTo(2);
    assertThat(run("attach", "999999999999")).isEqualTo(3);
    assertThat(text(err)).contains("there is no process 999999999999");
  }

  @Test
  void configShowsValuesWithSourcesAndMasksSecrets() {
    int code = run("config", "server.port=1", "server.token=geheim", "serve.host=x");

    assertThat(code).isEqualTo(1);
    assertThat(text(out))
        .containsPattern("(?m)^[*] server[.]port +=  ?1 +# agent argument 'server[.]port'$")
        .containsPattern("(?m)^[*] server[.]token += [*]{8} +# ")
        .containsPattern("(?m)^  server[.]host += 127[.]0[.]0[.]1 +# default$")
        .doesNotContain("geheim");
    assertThat(text(err))
        .contains("agent argument: unknown option 'serve.host' – did you mean 'server.host'?");
  }

  @Test
  void configTellsWhatIsWrongInTheFilesThatItNames() {
    ConfigCommand command =
        new ConfigCommand(
            SampleOptions.ALL,
            List.of(),
            config -> {},
            config -> Problems.set("command-line-test", "rules.yml:4: no channel 'x'"));
    try {
      assertThat(command.run(List.of(), new PrintStream(out), new PrintStream(err))).isEqualTo(1);
      assertThat(text(err)).contains("rules.yml:4: no channel 'x'");
    } finally {
      Problems.clear("command-line-test");
    }
  }

  @Test
  void configStandsInColumns() {
    run("config");

    assertThat(text(out).lines().map(line -> line.indexOf(" = ")).distinct()).hasSize(1);
  }

  @Test
  void configShowsOnlyWhatIsSetIfAsked() {
    run("config", "--set-only", "server.port=1");

    assertThat(text(out).lines()).singleElement().asString().startsWith("* server.port ");
  }

  @Test
  void anUnknownFlagIsAUsageError() {
    assertThat(run("config", "--sed-only")).isEqualTo(2);
    assertThat(run("list", "all")).isEqualTo(2);
  }

  @Test
  void everyCommandExplainsItself() {
    assertThat(run("config", "--set-only", "--help")).isZero();
    assertThat(text(out)).contains("--example", "Exit codes: 0 ").doesNotContain("# default");
    assertThat(run("check", "rules", "-h")).isZero();
    assertThat(text(out)).contains("check rules FILE...").contains("Checks.");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadHasACodeOfItsOwn() {
    assertThat(new TraceCommand().run(List.of("absent.jsonl"), stream(out), stream(err)))
        .isEqualTo(3);
  }

  @Test
  void listShowsOtherMachinesOnly() {
    assertThat(run("list")).isZero();
    assertThat(text(out)).doesNotContain(ProcessHandle.current().pid() + "\t");
  }

  private int run(String... arguments) {
    return line.run(List.of(arguments), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private static final class CheckRules implements Command {
    @Override
    public String name() {
      return "check rules";
    }

    @Override
    public String arguments() {
      return "FILE...";
    }

    @Override
    public String description() {
      return "Checks.";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      out.println(arguments);
      return OK;
    }
  }
}
