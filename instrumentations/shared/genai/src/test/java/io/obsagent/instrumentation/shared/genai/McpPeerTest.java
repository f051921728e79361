// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.CalledServer;
import io.obsagent.spi.telemetry.McpRequest;
import org.junit.jupiter.api.Test;

class McpPeerTest {
  @Test
  void theServerOfASessionIsKnown() {
    Object session = new Object();
    McpPeer.begin(session, new Object(), false, "http://tools.example:8080/mcp?key=s3cret");

    McpRequest asked = McpPeer.of(session).request("tools/list");
    assertThat(asked.host()).isEqualTo("tools.example");
    assertThat(asked.port()).isEqualTo(8080);
    assertThat(CalledServer.urls()).contains("http://tools.example:8080");
  }

  @Test
  void aProcessHasNoAddress() {
    Object session = new Object();
    McpPeer.begin(session, new StdioTransport(), false, null);

    McpRequest asked = McpPeer.of(session).request("tools/list");
    assertThat(asked.transport()).isEqualTo("pipe");
    assertThat(asked.host()).isNull();
  }

  private static final class StdioTransport {}
}
