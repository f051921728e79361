// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** OkHttp below its public builder: the application's list of interceptors stays what it was. */
public final class OkHttpModule extends InstrumentationModule {
  public OkHttpModule() {
    super("okhttp", "OkHttp 3.0–5.5");
  }

  @Override
  public String description() {
    return "Client spans of OkHttp calls, with trace context and baggage sent along.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("okhttp3.ConnectionPool", "okhttp3.internal.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new CallInstrumentation(), new CodecInstrumentation());
  }

  private static final class CallInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("okhttp3.internal.connection.RealCall", "okhttp3.RealCall");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("getResponseWithInterceptorChain", "getResponseWithInterceptorChain$okhttp"),
          ChainAdvices.Run.class.getName());
      advices.on(named("enqueue").takes("okhttp3.Callback"), CallAdvices.Enqueue.class.getName());
    }
  }

  /** The codec has had a few names; the one that is there is the last to see a request. */
  private static final class CodecInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "okhttp3.internal.http1.Http1ExchangeCodec",
          "okhttp3.internal.http2.Http2ExchangeCodec",
          "okhttp3.internal.http1.Http1Codec",
          "okhttp3.internal.http2.Http2Codec",
          "okhttp3.internal.http.Http1xStream",
          "okhttp3.internal.http.Http2xStream");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("writeRequestHeaders").takes("okhttp3.Request"), ChainAdvices.Send.class.getName());
    }
  }
}
