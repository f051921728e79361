// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.httpurlconnection;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The JDK's connection; that of HTTPS delegates to a subclass of the same. */
public final class HttpUrlConnectionModule extends InstrumentationModule {
  public HttpUrlConnectionModule() {
    super("httpurlconnection", "java.net.HttpURLConnection of JDK 17 and newer");
  }

  @Override
  public String description() {
    return "Client spans of HttpURLConnection, with trace context and baggage sent along.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ConnectionInstrumentation());
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "sun.net.www.protocol.http.HttpURLConnection",
          "sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("connect").takes(0), ConnectionAdvices.Connect.class.getName());
      advices.on(named("getOutputStream").takes(0), ConnectionAdvices.Output.class.getName());
      advices.on(named("getInputStream").takes(0), ConnectionAdvices.Input.class.getName());
      advices.on(named("disconnect").takes(0), ConnectionAdvices.Disconnect.class.getName());
    }
  }
}
