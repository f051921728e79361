// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Panels of dashboards link to pages of the console; these are two modules that share names. */
class DashboardPagesTest {
  private static final Path AGENT = Documents.ROOT.resolve("agent");
  private static final Path DASHBOARDS =
      AGENT.resolve("insight/dashboards/src/main/resources/io/obsagent/insight/dashboards");
  private static final Path PAGES =
      AGENT.resolve("console/src/main/resources/io/obsagent/console/ui/pages");

  @Test
  void everyPageThatAPanelLinksToIsOneOfTheConsole() throws IOException {
    Set<String> pages = found(PAGES.resolve("index.js"), "\\{ id: '([a-z]+)'");
    Set<String> linked = new TreeSet<>();
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yml")).toList()) {
        linked.addAll(found(file, "(?m)^ +(?:- )?page: *['\"]?([^'\"\\s]+)"));
      }
    }

    assertThat(linked).hasSizeGreaterThan(5).isSubsetOf(pages);
    assertThat(pages).allMatch(page -> Files.exists(PAGES.resolve(page + ".js")));
  }

  private static Set<String> found(Path file, String pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .forEach(each -> found.add(each.group(1)));
    return found;
  }
}
