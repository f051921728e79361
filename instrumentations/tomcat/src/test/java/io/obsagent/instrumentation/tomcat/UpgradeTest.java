// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.RawConnection;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import io.obsagent.testing.ServletFacade;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import org.apache.tomcat.InstanceManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a web socket does underneath: the request ends, its connection speaks something else. */
@ExtendWith(AgentExtension.class)
class UpgradeTest {
  @Test
  void aSpanEndsWhereItsConnectionIsUpgraded() throws Exception {
    try (ServletServer server =
        new ServletServer("/shop").with("up", UpgradeTest::upgrade, "/up")) {
      server.context().setInstanceManager(instances());
      server.started();
      try (RawConnection connection = new RawConnection(server.port())) {
        connection.send(
            "GET /shop/up HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: own\r\n\r\n");
        assertThat(connection.readUntil("welcome"))
            .startsWith("HTTP/1.1 101")
            .contains("X-Correlation-ID: ");

        RecordedSpan span = Recorded.awaitSpans(1).get(0);
        assertThat(span.name()).isEqualTo("GET /shop/up");
        assertThat(span.attribute("http.response.status_code")).isEqualTo(101L);
        assertThat(Recorded.metric("active_connections")).isZero();
      }
      Recorded.awaitSpans(1);
    }
  }

  private static void upgrade(ServletFacade request, ServletFacade response) throws Exception {
    response.call("setStatus", 101);
    request.call("upgrade", request.api("http.HttpUpgradeHandler"));
  }

  /** Makes a handler that greets and closes, where asked for one of the interface itself. */
  private static InstanceManager instances() {
    return (InstanceManager)
        Proxy.newProxyInstance(
            InstanceManager.class.getClassLoader(),
            new Class<?>[] {InstanceManager.class},
            (proxy, method, arguments) ->
                method.getName().equals("newInstance") && arguments[0] instanceof Class<?> type
                    ? ServletFacade.implementation(
                        type,
                        (handler, called, with) -> {
                          if (called.getName().equals("init")) {
                            OutputStream out =
                                (OutputStream) new ServletFacade(with[0]).call("getOutputStream");
                            out.write("welcome".getBytes());
                            out.flush();
                            new ServletFacade(with[0]).call("close");
                          }
                          return null;
                        })
                    : null);
  }
}
