// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletKit;
import org.junit.jupiter.api.Test;

class JettyTest extends ServletKit {
  @Override
  protected ServletContainer container(String contextPath) {
    return new JettyServer(contextPath);
  }

  @Test
  void aRequestOutsideOfEveryContextIsServedByTheServer() throws Exception {
    try (RawConnection connection = new RawConnection(port())) {
      connection.send("GET /elsewhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(connection.readAll()).startsWith("HTTP/1.1 404");
    }

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
  }
}
