// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTypesTest {
  /** As a library does that has an exception of its own. */
  private static final class WrappedException extends ConnectException {
    WrappedException(Throwable cause) {
      super("Connect to api.example failed");
      initCause(cause);
    }
  }

  @ParameterizedTest
  @MethodSource
  void anErrorHasAWord(String word, Throwable error) {
    assertThat(ErrorTypes.of(error)).isEqualTo(word);
  }

  static Stream<Arguments> anErrorHasAWord() {
    return Stream.of(
        Arguments.of("dns", new UnknownHostException("nowhere")),
        Arguments.of("dns", new WrappedException(new UnresolvedAddressException())),
        Arguments.of("connection_refused", new ConnectException("Connection refused")),
        Arguments.of("connection_refused", new WrappedException(new ClosedChannelException())),
        Arguments.of("connection_refused", new ExecutionException(new ConnectException())),
        Arguments.of("timeout", new ConnectException("Connection timed out")),
        Arguments.of("timeout", new WrappedException(new SocketTimeoutException())),
        Arguments.of("timeout", new SocketTimeoutException("Read timed out")),
        Arguments.of("timeout", new HttpConnectTimeoutException("connect")),
        Arguments.of("timeout", new TimeoutException()),
        Arguments.of("timeout", new InterruptedIOException("timeout")),
        Arguments.of("unreachable", new NoRouteToHostException()),
        Arguments.of("reset", new SocketException("Connection reset")),
        Arguments.of("reset", new IOException("Connection reset by peer")),
        Arguments.of("reset", new SocketException("Broken pipe")),
        Arguments.of("connection_closed", new IOException("no bytes", new EOFException())),
        Arguments.of("connection_closed", new ClosedChannelException()),
        Arguments.of("tls", new SSLHandshakeException("no cipher in common")),
        Arguments.of("cancelled", new CancellationException()),
        Arguments.of("cancelled", new IOException("Canceled")),
        Arguments.of("java.io.IOException", new IOException("Too many open files")),
        Arguments.of("java.io.IOException", new IOException((String) null)),
        Arguments.of("java.lang.IllegalStateException", new IllegalStateException("no")));
  }
}
