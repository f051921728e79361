// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.protocol.DefaultEndpoint;
import io.netty.channel.Channel;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;

/** Remembers where a connection, or one made anew, leads to. */
final class ChannelActiveAdvice {
  private ChannelActiveAdvice() {}

  @OnEnter
  static void enter(@This DefaultEndpoint endpoint, @Argument(0) Channel channel) {
    Commands.connected(endpoint, channel.remoteAddress());
  }
}
