// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.log.AgentLog.Level;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSetupTest {
  @TempDir private File directory;

  @Test
  void aMessageCannotForgeALine() {
    assertThat(LogLine.of("[obs-agent] ", Level.WARN, "a\r\nERROR b\u001b[31m", null))
        .isEqualTo("[obs-agent] WARN a  ERROR b [31m");
  }

  @Test
  void aFullFileMakesRoomAndNeverTakesMoreThanTwice() throws Exception {
    File file = new File(directory, "agent.log");
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    FileSink sink = new FileSink(file, 1000, new StreamSink(new PrintStream(stderr)));

    for (int i = 0; i < 200; i++) {
      sink.write(Level.INFO, "message " + i, null);
    }

    assertThat(file.length()).isBetween(1L, 1000L);
    assertThat(new File(directory, "agent.log.1").length()).isBetween(1L, 1000L);
    assertThat(Files.readString(file.toPath())).endsWith("INFO message 199\n");
    assertThat(directory.list()).hasSize(2);
    assertThat(stderr.size()).isZero();
  }
}
