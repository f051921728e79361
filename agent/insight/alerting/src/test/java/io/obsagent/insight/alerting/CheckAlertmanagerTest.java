// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckAlertmanagerTest {
  private static final String GOOD = "route: {receiver: r}\nreceivers:\n  - name: r\n";

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int run(Path... files) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new CheckAlertmanager()
        .run(List.of(files).stream().map(Path::toString).toList(), out, out);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(directory.resolve("am.yml"), text);
  }

  @Test
  void whatIsLeftOutIsNoted() throws Exception {
    Path file = file(GOOD + "    pigeon_configs: [{}]\n");
    assertThat(run(file)).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("NOTE: am.yml:4: unknown key 'pigeon_configs'", "SUCCESS: 1 receivers");
  }

  @Test
  void aReceiverThatIsNotToldAllIsAFinding() throws Exception {
    Path file = file(GOOD + "    sns_configs: [{}, {topic_arn: t}]\n");
    assertThat(run(file)).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("NOTE: am.yml:4: give one of topic_arn", "FAILED: 1 of the ways");
  }

  @Test
  void aFaultIsAFinding() throws Exception {
    Path file = file("route: {receiver: q}\nreceivers: []\n");
    assertThat(run(file)).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("FAILED:\n    am.yml:1:");
  }

  @Test
  void whatCannotBeReadAndNoFileAtAllHaveCodesOfTheirOwn() {
    assertThat(run(directory.resolve("none.yml"))).isEqualTo(3);
    assertThat(run()).isEqualTo(2);
  }
}
