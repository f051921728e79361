// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** A service of four methods, one of each kind, whose messages are texts. */
final class Shop implements BindableService {
  static final MethodDescriptor<String, String> ADD = method("Add", MethodType.UNARY);
  static final MethodDescriptor<String, String> UPLOAD =
      method("Upload", MethodType.CLIENT_STREAMING);
  static final MethodDescriptor<String, String> WATCH =
      method("Watch", MethodType.SERVER_STREAMING);
  static final MethodDescriptor<String, String> CHAT = method("Chat", MethodType.BIDI_STREAMING);

  private final BiConsumer<String, StreamObserver<String>> handler;

  /**
   * @param handler of each request
   */
  Shop(BiConsumer<String, StreamObserver<String>> handler) {
    this.handler = handler;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder("shop.Cart")
        .addMethod(ADD, ServerCalls.asyncUnaryCall(handler::accept))
        .addMethod(WATCH, ServerCalls.asyncServerStreamingCall(handler::accept))
        .addMethod(UPLOAD, ServerCalls.asyncClientStreamingCall(Upload::new))
        .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(Chat::new))
        .build();
  }

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName("shop.Cart/" + name)
        .setRequestMarshaller(Text.MARSHALLER)
        .setResponseMarshaller(Text.MARSHALLER)
        .build();
  }

  private enum Text implements MethodDescriptor.Marshaller<String> {
    MARSHALLER;

    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Answers once all has come. */
  private final class Upload implements StreamObserver<String> {
    private final StreamObserver<String> answer;
    private final StringBuilder all = new StringBuilder();

    Upload(StreamObserver<String> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(String request) {
      all.append(request);
    }

    @Override
    public void onError(Throwable error) {
      all.setLength(0);
    }

    @Override
    public void onCompleted() {
      handler.accept(all.toString(), answer);
    }
  }

  /** Answers each, and ends with the caller. */
  private final class Chat implements StreamObserver<String> {
    private final StreamObserver<String> answer;

    Chat(StreamObserver<String> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(String request) {
      handler.accept(request, answer);
    }

    @Override
    public void onError(Throwable error) {
      // the caller is gone
    }

    @Override
    public void onCompleted() {
      answer.onCompleted();
    }
  }
}
