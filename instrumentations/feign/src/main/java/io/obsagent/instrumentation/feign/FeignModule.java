// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.feign;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** What Feign calls to send a request: its own client, or a bridge to another library's. */
public final class FeignModule extends InstrumentationModule {
  public FeignModule() {
    super("feign", "Feign 10.12–13.6");
  }

  @Override
  public String description() {
    return "The template of the URL, from the method that is called, for the client's span below.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ClientInstrumentation());
  }

  private static final class ClientInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "feign.Client$Default",
          "feign.hc5.ApacheHttp5Client",
          "feign.hc5.AsyncApacheHttp5Client",
          "feign.http2client.Http2Client",
          "feign.httpclient.ApacheHttpClient",
          "feign.okhttp.OkHttpClient");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("execute").takesFirst("feign.Request", "feign.Request$Options"),
          ClientAdvices.Execute.class.getName());
    }
  }
}
