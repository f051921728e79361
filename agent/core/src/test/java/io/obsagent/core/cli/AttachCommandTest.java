// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.cli.Command;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attaches a small agent to a JVM of its own. */
@Timeout(180)
class AttachCommandTest {
  @TempDir private Path directory;

  @Test
  void aRunningMachineIsListedAndTakesTheAgentWithItsOptions() throws Exception {
    try (Attached target = new Attached()) {
      assertThat(new ListCommand().run(List.of(), target.stream, target.stream)).isZero();
      assertThat(target.attach("a=1", "b=2")).isZero();

      assertThat(target.text())
          .contains(target.pid() + "\t" + Target.class.getName())
          .contains("attached to " + target.pid() + "\nis running\n");
      assertThat(target.line()).isEqualTo("agent a=1,b=2");
    }
  }

  @Test
  void whatTheAgentFindsWrongIsPassedOn() throws Exception {
    try (Attached target = new Attached()) {
      assertThat(target.attach("problem")).isEqualTo(Command.FINDINGS);
      assertThat(target.text())
          .isEqualTo("attached to " + target.pid() + "\nis running\nport is 'x'\n");
    }
  }

  @Test
  void anAgentThatStaysOffIsNoSuccess() throws Exception {
    try (Attached target = new Attached()) {
      assertThat(target.attach("off")).isEqualTo(Command.FINDINGS);
      assertThat(target.text())
          .isEqualTo(
              "obs-agent attach: the agent is off in " + target.pid() + "\nneeds another Java\n");
      assertThat(target.attach("a=1")).isZero();
    }
  }

  @Test
  void aSecondAttachmentSaysThatTheFirstStays() throws Exception {
    try (Attached target = new Attached()) {
      assertThat(target.attach("a=1")).isZero();
      assertThat(target.attach("a=2")).isEqualTo(Command.FINDINGS);
      assertThat(target.text())
          .endsWith(
              "obs-agent attach: the agent is already running in "
                  + target.pid()
                  + "\nis running\n");
      assertThat(target.line()).isEqualTo("agent a=1");
    }
  }

  @Test
  void anAgentThatNeverSaysAnythingIsNotWaitedForEndlessly() throws Exception {
    try (Attached target = new Attached()) {
      assertThat(target.attach("starting")).isEqualTo(Command.FINDINGS);
      assertThat(target.text()).contains("the agent has not said that it runs");
    }
  }

  /** A JVM to attach to, and what the command says of it. */
  private final class Attached implements AutoCloseable {
    private final Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Target.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final File jar = agentJar();

    Attached() throws Exception {
      assertThat(line()).isEqualTo("up");
    }

    int attach(String... options) {
      List<String> arguments = new ArrayList<>(List.of(pid()));
      arguments.addAll(List.of(options));
      boolean silent = options[0].equals("starting");
      Duration patience = silent ? Duration.ZERO : Duration.ofSeconds(50);
      return new AttachCommand(jar, patience).run(arguments, stream, stream);
    }

    String pid() {
      return Long.toString(process.pid());
    }

    String line() throws IOException {
      return process.inputReader().readLine();
    }

    String text() {
      return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private File agentJar() throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Agent-Class"), Agent.class.getName());
    String entry = Agent.class.getName().replace('.', '/') + ".class";
    File jar = directory.resolve("agent.jar").toFile();
    try (JarOutputStream out = new JarOutputStream(new FileOutputStream(jar), manifest);
        InputStream in = Agent.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
    return jar;
  }

  /** The agent that is attached. */
  public static final class Agent {
    private Agent() {}

    /** Says which options it got. */
    public static void agentmain(String options) {
      System.out.println("agent " + options);
      String word =
          switch (options) {
            case "off" -> "off\nneeds another Java";
            case "starting" -> "starting";
            case "problem" -> "running\nis running\nport is 'x'";
            default -> "running\nis running";
          };
      System.setProperty("io.obsagent.word", word);
    }
  }

  /** What it is attached to; ends when its standard input does. */
  public static final class Target {
    private Target() {}

    /** Waits. */
    public static void main(String[] arguments) throws Exception {
      System.out.println("up");
      System.in.read();
    }
  }
}
