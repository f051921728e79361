// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DependenciesPageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"agent/dist/target/agent.classpath", "agent/oshi/target/extension.classpath"})
  void everyLibraryInAJarIsListedWithItsVersion(String file) throws IOException {
    Path classPath = Documents.ROOT.resolve(file);
    if (!Files.exists(classPath)) {
      System.out.println("skipped: a jar is not built, so its libraries are not known");
      Assumptions.abort(file + " is not there; build with 'verify'");
    }
    String page = Documents.read(Documents.DIRECTORY.resolve("dependencies.md"));
    List<String> missing = new ArrayList<>();
    for (String entry : Files.readString(classPath).strip().split(File.pathSeparator)) {
      String jar = new File(entry).getName().replace(".jar", "");
      int dash = versionAt(jar);
      if (!jar.startsWith("obs-")
          && !entry.endsWith("classes")
          && !(page.contains("`" + jar.substring(0, dash) + "`")
              && page.contains(jar.substring(dash + 1)))) {
        missing.add(jar);
      }
    }
    assertThat(missing).isEmpty();
  }

  /** Where the dash before the version is: the first that a digit follows. */
  private static int versionAt(String jar) {
    for (int i = 0; i < jar.length() - 1; i++) {
      if (jar.charAt(i) == '-' && Character.isDigit(jar.charAt(i + 1))) {
        return i;
      }
    }
    return jar.length() - 1;
  }
}
