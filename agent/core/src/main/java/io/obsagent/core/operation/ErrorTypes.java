// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a call over the network, as a label: a word for what an alert asks for, else
 * the exception's class. Libraries wrap the JDK's exceptions in their own or subclass them, so both
 * super classes and causes are looked at; names are enough, and load nothing.
 */
final class ErrorTypes {
  /** Nothing went wrong. */
  static final String NONE = "";

  private static final String REFUSED = "connection_refused";
  private static final String CLOSED = "connection_closed";
  private static final int MAX_CAUSES = 8;

  private ErrorTypes() {}

  /**
   * The first word on the way to the root cause; but the JDK's client says "connect" of a name that
   * it did not find, too, and has a closed channel below much else.
   */
  static String of(Throwable error) {
    String word = null;
    Throwable cause = error;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      String found = word(cause);
      boolean better =
          word == null || CLOSED.equals(word) || REFUSED.equals(word) && !CLOSED.equals(found);
      word = found != null && better ? found : word;
      cause = cause.getCause();
    }
    return word != null ? word : error.getClass().getName();
  }

  private static @Nullable String word(Throwable error) {
    for (Class<?> type = error.getClass(); type != Object.class; type = type.getSuperclass()) {
      String word = word(type.getName(), error);
      if (word != null) {
        return word;
      }
    }
    return null;
  }

  private static @Nullable String word(String type, Throwable error) {
    return switch (type) {
      case "java.net.UnknownHostException", "java.nio.channels.UnresolvedAddressException" -> "dns";
      case "java.net.ConnectException" -> says(error, "timed out") ? "timeout" : REFUSED;
      case "java.net.NoRouteToHostException", "java.net.PortUnreachableException" -> "unreachable";
      case "java.net.SocketTimeoutException",
          "io.netty.handler.timeout.TimeoutException",
          "java.net.http.HttpTimeoutException",
          "java.util.concurrent.TimeoutException" ->
          "timeout";
      case "java.io.InterruptedIOException" -> says(error, "timeout") ? "timeout" : null;
      case "java.util.concurrent.CancellationException" -> "cancelled";
      case "javax.net.ssl.SSLException" -> "tls";
      case "java.io.EOFException",
          "java.nio.channels.ClosedChannelException",
          "org.apache.hc.core5.http.ConnectionClosedException",
          "org.apache.hc.core5.http.NoHttpResponseException",
          "reactor.netty.http.client.PrematureCloseException" ->
          CLOSED;
      case "java.io.IOException" -> ofMessage(error);
      default -> null;
    };
  }

  /** The JDK has no exceptions of their own for these, and OkHttp none for a call cancelled. */
  private static @Nullable String ofMessage(Throwable error) {
    if (says(error, "Connection reset") || says(error, "Broken pipe")) {
      return "reset";
    }
    return says(error, "Canceled") ? "cancelled" : null;
  }

  private static boolean says(Throwable error, String words) {
    String message = error.getMessage();
    return message != null && message.contains(words);
  }
}
