// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What CONTRIBUTING.md and docs/writing-an-instrumentation.md ask for, and lists that must agree.
 */
class HouseRulesTest {
  private static final Path ROOT = Path.of(System.getProperty("docs.directory")).getParent();
  private static final Path INSTRUMENTATIONS = ROOT.resolve("instrumentations");
  private static final int MAX_LINES = 400;

  private static final int MAX_MODULE_FILES = 5;
  private static final int MAX_MODULE_LINES = 250;
  private static final int MAX_POM_LINES = 45;

  @Test
  void noFileIsLongerThanFourHundredLines() throws IOException {
    List<String> longer = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(HouseRulesTest::isMainSource).toList()) {
        if (lines(file) > MAX_LINES) {
          longer.add(ROOT.relativize(file).toString());
        }
      }
    }
    assertThat(longer).isEmpty();
  }

  private static boolean isMainSource(Path file) {
    String path = ROOT.relativize(file).toString().replace('\\', '/');
    return path.endsWith(".java") && path.contains("src/main/") && !path.contains("/target/");
  }

  @Test
  void anInstrumentationIsSmallOrSaysWhyNot() throws IOException {
    List<String> unexplained = new ArrayList<>();
    for (Path module : modules()) {
      List<Path> sources = new ArrayList<>();
      StringBuilder packages = new StringBuilder();
      try (Stream<Path> files = Files.walk(module)) {
        for (Path file : files.filter(HouseRulesTest::isMainSource).toList()) {
          if (file.endsWith("package-info.java")) {
            packages.append(Files.readString(file));
          } else {
            sources.add(file);
          }
        }
      }
      long lines = 0;
      for (Path source : sources) {
        lines += lines(source);
      }
      boolean small = sources.size() <= MAX_MODULE_FILES && lines <= MAX_MODULE_LINES;
      if (!small && packages.indexOf("Size: ") < 0) {
        unexplained.add(name(module) + ": " + sources.size() + " files, " + lines + " lines");
      }
    }
    assertThat(unexplained).as("no reason 'Size: …' in package-info.java").isEmpty();
  }

  @Test
  void everyInstrumentationRunsTheModuleKit() throws IOException {
    List<String> without = new ArrayList<>();
    for (Path module : modules()) {
      boolean runs = !Files.exists(module.resolve("src/main/resources/META-INF/services"));
      Path tests = module.resolve("src/test");
      if (!runs && Files.exists(tests)) {
        try (Stream<Path> files = Files.walk(tests)) {
          for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
            runs |= Files.readString(file).contains(" extends ModuleKit ");
          }
        }
      }
      if (!runs) {
        without.add(name(module));
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void thePomOfAnInstrumentationIsSmallOrSaysWhyNot() throws IOException {
    List<String> unexplained = new ArrayList<>();
    for (Path module : modules()) {
      Path pom = module.resolve("pom.xml");
      if (lines(pom) > MAX_POM_LINES && !Files.readString(pom).contains("Longer than others: ")) {
        unexplained.add(name(module) + ": " + lines(pom));
      }
    }
    assertThat(unexplained).as("no reason 'Longer than others: …' in pom.xml").isEmpty();
  }

  @Test
  void whatIsBuiltIsInTheJar() throws IOException {
    TreeSet<String> folders = new TreeSet<>();
    TreeSet<String> artifacts = new TreeSet<>();
    for (Path module : modules()) {
      folders.add(name(module));
      artifacts.add(ownArtifact(Files.readString(module.resolve("pom.xml"))));
    }
    String parent = Files.readString(INSTRUMENTATIONS.resolve("pom.xml"));
    assertThat(all(parent, "<module>([^<]+)</module>")).isEqualTo(folders);
    String jar = Files.readString(ROOT.resolve("agent/dist/pom.xml"));
    assertThat(all(jar, "<artifactId>(obs-instrumentation-[^<]+)</artifactId>"))
        .as("agent/dist/pom.xml; what is shared comes with those that use it")
        .isEqualTo(without(artifacts, "obs-instrumentation-shared-"));
  }

  private static TreeSet<String> without(TreeSet<String> names, String prefix) {
    TreeSet<String> left = new TreeSet<>(names);
    left.removeIf(name -> name.startsWith(prefix));
    return left;
  }

  private static String ownArtifact(String pom) {
    String own = pom.substring(pom.indexOf("</parent>"));
    return all(own.substring(0, own.indexOf("</artifactId>") + 13), "<artifactId>([^<]+)<").first();
  }

  private static TreeSet<String> all(String text, String pattern) {
    TreeSet<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String name(Path module) {
    return INSTRUMENTATIONS.relativize(module).toString().replace('\\', '/');
  }

  /** Folders below instrumentations/ with a pom of their own. */
  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.walk(INSTRUMENTATIONS, 2)) {
      return folders
          .filter(folder -> !folder.equals(INSTRUMENTATIONS))
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .sorted()
          .toList();
    }
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }
}
