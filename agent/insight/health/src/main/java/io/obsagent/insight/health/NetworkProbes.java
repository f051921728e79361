// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Probes of a host and port, each on a connection of its own. Thread-safe. */
final class NetworkProbes {
  /** A certificate that ends sooner is worth a word. */
  static final Duration SOON = Duration.ofDays(14);

  private NetworkProbes() {}

  /** Connects. */
  static Probe tcp(String text) {
    Address address = Address.of(text);
    return (insight, timeout) -> {
      InetSocketAddress resolved = address.resolve();
      if (resolved.isUnresolved()) {
        return "the host's name cannot be resolved";
      }
      connected(resolved, timeout).close();
      return "";
    };
  }

  /** Sends {@code PING}; a server that wants to know who asks is there as well. */
  static Probe redis(String text) {
    Address address = Address.of(text);
    return (insight, timeout) -> {
      InetSocketAddress resolved = address.resolve();
      if (resolved.isUnresolved()) {
        return "the host's name cannot be resolved";
      }
      try (Socket socket = connected(resolved, timeout)) {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        String answer =
            new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        return answer.equals("+PONG") || answer.equals("-NOAU")
            ? ""
            : answer.startsWith("-")
                ? "does not answer PING with PONG but with an error"
                : "is no Redis";
      }
    };
  }

  /** Looks at the certificate, whoever has signed it: how long it is good for. */
  static Probe tls(String text) {
    Address address = Address.of(text);
    return (insight, timeout) -> {
      InetSocketAddress resolved = address.resolve();
      if (resolved.isUnresolved()) {
        return "the host's name cannot be resolved";
      }
      try (Socket plain = connected(resolved, timeout);
          SSLSocket socket =
              (SSLSocket)
                  anyPeer()
                      .getSocketFactory()
                      .createSocket(plain, address.host(), address.port(), true)) {
        socket.startHandshake();
        Certificate[] chain = socket.getSession().getPeerCertificates();
        return chain.length > 0 && chain[0] instanceof X509Certificate certificate
            ? judge(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                Instant.now())
            : "shows no certificate";
      } catch (GeneralSecurityException e) {
        throw new IOException("no TLS: " + e.getClass().getName(), e);
      }
    };
  }

  /** What is wrong with a certificate that is good from one instant to another. */
  static String judge(Instant from, Instant to, Instant now) {
    if (now.isBefore(from)) {
      return "its certificate is not good yet";
    }
    if (now.isAfter(to)) {
      return "its certificate has expired";
    }
    long days = Duration.between(now, to).toDays();
    return now.plus(SOON).isAfter(to)
        ? "its certificate expires within " + (days + 1) + " days"
        : "";
  }

  private static Socket connected(InetSocketAddress address, Duration timeout) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout((int) timeout.toMillis());
      socket.connect(address, (int) timeout.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Nothing is sent to the peer, and nothing believed that it says. */
  private static SSLContext anyPeer() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    return context;
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /**
   * @param host without brackets
   */
  private record Address(String host, int port) {
    static Address of(String text) {
      URI uri = URI.create("tcp://" + text.strip());
      String host = uri.getHost();
      if (host == null || uri.getPort() < 0 || !uri.getRawPath().isEmpty()) {
        throw new IllegalArgumentException("expected a host and a port: mail.internal:25");
      }
      return new Address(
          host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri.getPort());
    }

    InetSocketAddress resolve() {
      return new InetSocketAddress(host, port);
    }
  }
}
