// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.CallOptions;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each transport, over loopback. */
@ExtendWith(AgentExtension.class)
class TransportTest {
  private static final String NETTY = "io.grpc.netty.Netty";
  private static final String SHADED = "io.grpc.netty.shaded.io.grpc.netty.Netty";
  private static final String OKHTTP = "io.grpc.okhttp.OkHttp";

  @ParameterizedTest
  @ValueSource(strings = {NETTY, SHADED, OKHTTP})
  void aCallIsOneTraceOfTwoSpans(String transport) throws Exception {
    Server server = server(transport);
    int port = server.getPort();
    ManagedChannel channel = channel(transport, port);
    try {
      assertThat(ClientCalls.blockingUnaryCall(channel, Shop.ADD, CallOptions.DEFAULT, "tea"))
          .isEqualTo("tea");
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(1).isChildOf(spans.get(0))).isTrue();
    assertThat(spans.get(0).attributes())
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) port);
  }

  @ParameterizedTest
  @ValueSource(strings = {NETTY, SHADED, OKHTTP})
  void aServerThatIsNotThereIsUnavailable(String transport) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    ManagedChannel channel = channel(transport, port);
    try {
      assertThatThrownBy(
              () -> ClientCalls.blockingUnaryCall(channel, Shop.ADD, CallOptions.DEFAULT, "tea"))
          .isInstanceOf(StatusRuntimeException.class);
    } finally {
      channel.shutdownNow();
    }

    assertThat(Recorded.awaitSpans(1).get(0).attribute("rpc.response.status_code"))
        .isEqualTo("UNAVAILABLE");
  }

  private static Server server(String transport) throws Exception {
    ServerBuilder<?> builder =
        (ServerBuilder<?>)
            builder(transport + "ServerBuilder")
                .getMethod("forPort", int.class, ServerCredentials.class)
                .invoke(null, 0, InsecureServerCredentials.create());
    return builder
        .addService(
            new Shop(
                (request, answer) -> {
                  answer.onNext(request);
                  answer.onCompleted();
                }))
        .build()
        .start();
  }

  private static ManagedChannel channel(String transport, int port) throws Exception {
    ManagedChannelBuilder<?> builder =
        (ManagedChannelBuilder<?>)
            builder(transport + "ChannelBuilder")
                .getMethod("forAddress", String.class, int.class)
                .invoke(null, "127.0.0.1", port);
    return builder.usePlaintext().build();
  }

  private static Class<?> builder(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      assumeTrue(false, "this version is tested without " + name);
      throw new AssertionError(e);
    }
  }
}
