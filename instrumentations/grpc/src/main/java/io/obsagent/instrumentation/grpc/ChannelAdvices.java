// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;

/** Advice for the channel that all others are wrappers of. */
final class ChannelAdvices {
  private ChannelAdvices() {}

  /** For {@code newCall}: the call begins later, when it is started. */
  static final class NewCall {
    private NewCall() {}

    @OnEnter
    static Attempts enter(@This Channel channel, @Argument(0) MethodDescriptor<?, ?> method) {
      return new Attempts(channel.authority(), method.getFullMethodName());
    }

    @ReplaceArgument(1)
    static CallOptions options(
        @Token @Nullable Attempts attempts, @Argument(1) CallOptions options) {
      return attempts == null ? options : options.withStreamTracerFactory(attempts.counter());
    }

    @OnExit
    static @Nullable ClientCall<?, ?> exit(
        @Token @Nullable Attempts attempts, @Return @Nullable ClientCall<?, ?> call) {
      return attempts == null || call == null ? call : new TracedCall<>(call, attempts);
    }
  }
}
