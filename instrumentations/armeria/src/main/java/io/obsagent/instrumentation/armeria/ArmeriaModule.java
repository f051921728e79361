// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.armeria;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * What Armeria knows of a request: where it goes, and, of one that it serves, for which service.
 */
public final class ArmeriaModule extends InstrumentationModule {
  private static final String ARMERIA = "com.linecorp.armeria.";
  private static final String CLIENT_CONTEXT = ARMERIA + "client.ClientRequestContext";
  private static final MethodMatch WRITE_HEADERS =
      named("doWriteHeaders")
          .takes(
              "int",
              "int",
              ARMERIA + "common.RequestHeaders",
              "boolean",
              "io.netty.channel.ChannelPromise");

  public ArmeriaModule() {
    super("armeria", "Armeria 1.24–1.40");
  }

  @Override
  public String description() {
    return "Routes of Armeria's services, and the exceptions that it makes answers of; its client:"
        + " one span for a call with its retries and redirections, with trace context and baggage"
        + " sent along. Netty owns the requests that it serves.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        ARMERIA + "client.endpoint.",
        ARMERIA + "client.DefaultDnsCache",
        ARMERIA + "client.RefreshingAddressResolver",
        ARMERIA + "internal.client.dns.",
        ARMERIA + "internal.common.AbstractKeepAliveHandler",
        ARMERIA + "internal.common.AbstractHttp2ConnectionHandler");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            ARMERIA + "internal.server.DefaultServiceRequestContext",
            constructor(),
            ServiceAdvices.NewContext.class),
        new Advised(
            ARMERIA + "server.ExceptionReportingServiceErrorHandler",
            named("onServiceException").takes(2),
            ServiceAdvices.Failure.class),
        new Advised(
            ARMERIA + "internal.client.ClientUtil",
            named("initContextAndExecuteWithFallback"),
            ClientAdvices.Execute.class),
        new Advised(
            ARMERIA + "client.HttpClientDelegate",
            named("execute").takes(CLIENT_CONTEXT, ARMERIA + "common.HttpRequest"),
            ClientAdvices.Send.class),
        new Advised(
            ARMERIA + "client.ClientHttp1ObjectEncoder",
            WRITE_HEADERS,
            ClientAdvices.WriteHeaders.class),
        new Advised(
            ARMERIA + "client.ClientHttp2ObjectEncoder",
            WRITE_HEADERS,
            ClientAdvices.WriteHeaders.class),
        new Advised(
            ARMERIA + "client.HttpClientPipelineConfigurator$UpgradeRequestHandler",
            named("channelActive").takes("io.netty.channel.ChannelHandlerContext"),
            ClientAdvices.Negotiate.class));
  }

  private record Advised(String typeName, MethodMatch method, Class<?> advice)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(typeName);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(method, advice.getName());
    }
  }
}
