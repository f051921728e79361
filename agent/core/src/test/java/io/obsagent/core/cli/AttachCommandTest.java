// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attaches a small agent to a JVM of its own. */
@Timeout(60)
class AttachCommandTest {
  @TempDir private Path directory;

  @Test
  void aRunningMachineIsListedAndTakesTheAgentWithItsOptions() throws Exception {
    File jar = agentJar();
    Process target =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Target.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String pid = Long.toString(target.pid());
      assertThat(target.inputReader().readLine()).isEqualTo("up");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

      assertThat(new ListCommand().run(List.of(), stream, stream)).isZero();
      assertThat(new AttachCommand(jar).run(List.of(pid, "a=1", "b=2"), stream, stream)).isZero();

      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains(pid + "\t" + Target.class.getName())
          .contains("attached to " + pid);
      assertThat(target.inputReader().readLine()).isEqualTo("agent a=1,b=2");
    } finally {
      target.destroy();
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
