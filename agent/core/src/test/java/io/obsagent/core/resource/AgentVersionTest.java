// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class AgentVersionTest {
  @Test
  void isTheVersionOfTheBuild() throws IOException {
    String pom = Files.readString(new File("pom.xml").toPath());

    assertThat(pom).contains("<version>" + AgentVersion.TEXT + "</version>");
  }
}
