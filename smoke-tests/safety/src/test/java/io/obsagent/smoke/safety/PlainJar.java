// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** The plain application as a jar, made once: good for the class path and the module path. */
final class PlainJar {
  static final String MODULE = "obs.smoke.plain";
  static final String MAIN = "io.obsagent.smoke.plain.PlainApplication";
  private static final Path JAR = make();

  private PlainJar() {}

  static String path() {
    return JAR.toString();
  }

  private static Path make() {
    try {
      Path root = Files.createDirectories(Path.of("target", "plain")).toAbsolutePath();
      Path descriptor = root.resolve("module-info.java");
      Files.writeString(
          descriptor,
          "module " + MODULE + " { requires java.net.http; requires jdk.httpserver; }\n");
      Path source =
          Path.of("src/test/java").resolve(MAIN.replace('.', '/') + ".java").toAbsolutePath();
      Path classes = root.resolve("classes");
      Path jar = root.resolve("plain.jar");
      run("javac", "--release", "17", "-d", "" + classes, "" + descriptor, "" + source);
      run("jar", "--create", "--file", "" + jar, "--main-class", MAIN, "-C", "" + classes, ".");
      return jar;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void run(String tool, String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    if (ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments) != 0) {
      throw new IllegalStateException(tool + ": " + said);
    }
  }
}
