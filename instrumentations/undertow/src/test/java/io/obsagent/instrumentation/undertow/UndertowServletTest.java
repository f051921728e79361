// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletContainer;
import io.obsagent.testing.ServletKit;
import org.junit.jupiter.api.Test;

class UndertowServletTest extends ServletKit {
  @Override
  protected ServletContainer container(String contextPath) throws Exception {
    return new ServletServer(contextPath);
  }

  @Test
  void filesThatThereAreAreOneRoute() throws Exception {
    assertThat(exchange("GET", "/UndertowServletTest.java")).contains("filesThatThereAre");
    assertThat(exchange("GET", "/nosuch.java")).startsWith("HTTP/1.1 404");

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/*", "GET");
  }
}
