// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** A JDK of this machine; the tests run on each. */
record Jdk(Path home, int version) {
  private static final List<Jdk> ALL = find();

  /** The one that runs the tests, and newer ones that lie beside it. */
  static List<Jdk> all() {
    return ALL;
  }

  Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }

  private static List<Jdk> find() {
    Path own = Path.of(System.getProperty("java.home"));
    List<Jdk> found = new ArrayList<>();
    found.add(new Jdk(own, Runtime.version().feature()));
    try (Stream<Path> homes = Files.list(own.toRealPath().getParent())) {
      for (Path home : homes.sorted().toList()) {
        int version = version(home);
        if (version >= 17 && found.stream().noneMatch(jdk -> jdk.version() == version)) {
          found.add(new Jdk(home, version));
        }
      }
    } catch (IOException e) {
      System.out.println("skipped: other JDKs: " + e);
    }
    if (found.stream().noneMatch(jdk -> jdk.version() >= 25)) {
      System.out.println("skipped: the safety tests on JDK 25: there is none beside this JDK");
    }
    found.sort(Comparator.comparingInt(Jdk::version));
    return List.copyOf(found);
  }

  private static int version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/javac"))) {
      return 0;
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(release)) {
      properties.load(in);
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]", 2)[0]);
  }
}
