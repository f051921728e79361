// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** A channel where it makes a call, whatever transport is below, and a server where it is built. */
public final class GrpcModule extends InstrumentationModule {
  private static final String INTERNAL = "io.grpc.internal.";
  private static final String ARMERIA = "com.linecorp.armeria.";

  public GrpcModule() {
    super("grpc", "gRPC 1.40–1.85");
  }

  @Override
  public String description() {
    return "Spans and metrics of remote calls, unary and streaming, that are made and served, by"
        + " Armeria, too, with trace context and baggage in their metadata.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(INTERNAL, "io.grpc.netty.", "io.grpc.okhttp.", "io.grpc.util.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            INTERNAL + "ManagedChannelImpl",
            named("newCall").takes("io.grpc.MethodDescriptor", "io.grpc.CallOptions"),
            ChannelAdvices.NewCall.class),
        new Advised(
            ARMERIA + "internal.client.grpc.ArmeriaChannel",
            named("newCall").takes("io.grpc.MethodDescriptor", "io.grpc.CallOptions"),
            ChannelAdvices.NewCall.class),
        new Advised(
            INTERNAL + "ServerImplBuilder", named("build").takes(0), ServerAdvices.Build.class),
        new Advised(
            ARMERIA + "server.grpc.FramedGrpcService",
            named("startCall").takes("io.grpc.ServerMethodDefinition", null, null, null, null),
            ServerAdvices.StartCall.class));
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
