// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.obsagent.exporter.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The services for all signals on a real gRPC server. */
final class GrpcCollector implements AutoCloseable {
  /** What came: request headers and message. */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(String method, Metadata headers, String peer, byte[] message) {}

  final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  volatile Status status = Status.OK;
  volatile byte[] answer = {};
  private final Server server;

  private GrpcCollector(NettyServerBuilder builder) throws IOException {
    this.server =
        builder
            .addService(service("opentelemetry.proto.collector.trace.v1.TraceService"))
            .addService(service("opentelemetry.proto.collector.metrics.v1.MetricsService"))
            .addService(service("opentelemetry.proto.collector.logs.v1.LogsService"))
            .maxInboundMessageSize(64 << 20)
            .build()
            .start();
  }

  static GrpcCollector start() throws IOException {
    return new GrpcCollector(builder(0));
  }

  /** Sends its clients away after this time. */
  static GrpcCollector startWithConnectionAge(long millis) throws IOException {
    return new GrpcCollector(builder(0).maxConnectionAge(millis, TimeUnit.MILLISECONDS));
  }

  static GrpcCollector startOn(int port) throws IOException {
    return new GrpcCollector(builder(port));
  }

  static GrpcCollector startTls(TestCertificate own, @Nullable TestCertificate client)
      throws IOException {
    var ssl = GrpcSslContexts.forServer(own.certificate().toFile(), own.key().toFile());
    if (client != null) {
      ssl.trustManager(client.certificate().toFile()).clientAuth(ClientAuth.REQUIRE);
    }
    return new GrpcCollector(builder(0).sslContext(ssl.build()));
  }

  private static NettyServerBuilder builder(int port) {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  int port() {
    return server.getPort();
  }

  Request take() throws InterruptedException {
    Request request = requests.poll(60, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no call came within a minute");
    }
    return request;
  }

  private ServerServiceDefinition service(String name) {
    MethodDescriptor<byte[], byte[]> export =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(name + "/Export")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    ServerCallHandler<byte[], byte[]> handler =
        (call, headers) -> {
          call.request(1);
          return new ServerCall.Listener<>() {
            @Override
            public void onMessage(byte[] message) {
              requests.add(
                  new Request(
                      call.getMethodDescriptor().getFullMethodName(),
                      headers,
                      String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                      message));
              answer(call);
            }
          };
        };
    return ServerServiceDefinition.builder(name).addMethod(export, handler).build();
  }

  private void answer(ServerCall<byte[], byte[]> call) {
    if (status.isOk()) {
      call.sendHeaders(new Metadata());
      call.sendMessage(answer);
    }
    call.close(status, new Metadata());
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
