// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.spi.health.HealthComponent.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkProbesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Speaks with one caller. */
  private interface Talk {
    void with(Socket socket) throws Exception;
  }

  private static String ask(ServerSocket server, boolean tls, Talk talk) throws Exception {
    Thread answering =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                talk.with(socket);
              } catch (Exception e) {
                // The caller sees a connection that ends.
              }
            });
    answering.start();
    String place = "127.0.0.1:" + server.getLocalPort();
    Probe probe = tls ? NetworkProbes.tls(place) : NetworkProbes.redis(place);
    try {
      return probe.ask(null, TIMEOUT);
    } finally {
      server.close();
      answering.join();
    }
  }

  private static ServerSocket open() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static String redis(String answer) throws Exception {
    return ask(
        open(),
        false,
        socket -> {
          String asked =
              new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
          socket
              .getOutputStream()
              .write((asked.equals("PING\r\n") ? answer : "?").getBytes(StandardCharsets.US_ASCII));
        });
  }

  @Test
  void aRedisAnswersPing() throws Exception {
    assertThat(redis("+PONG\r\n")).isEmpty();
    assertThat(redis("-NOAUTH Authentication required.\r\n")).isEmpty();
    assertThat(redis("-LOADING Redis is loading\r\n")).contains("with an error");
    assertThat(redis("HTTP/1.1 400 Bad Request\r\n")).isEqualTo("is no Redis");
    assertThat(redis("")).isEqualTo("is no Redis");
  }

  private static String tls(Path directory, String start, String days) throws Exception {
    Path store = directory.resolve("store" + start.hashCode() + days);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-startdate",
                start,
                "-validity",
                days,
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    ServerSocket server =
        context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    return ask(
        server,
        true,
        socket -> {
          ((SSLSocket) socket).startHandshake();
          socket.getInputStream().read();
        });
  }

  @Test
  void aCertificateIsLookedAt(@TempDir Path directory) throws Exception {
    assertThat(tls(directory, "-1d", "8")).isEqualTo("its certificate expires within 7 days");
  }

  @Test
  void aCertificateIsGoodForTwoMoreWeeks() {
    Instant now = Instant.parse("2026-11-28T12:00:00Z");
    Instant from = now.minusSeconds(1);
    Duration day = Duration.ofDays(1);
    assertThat(NetworkProbes.judge(from, now.plus(day.multipliedBy(15)), now)).isEmpty();
    assertThat(NetworkProbes.judge(from, now.plus(day.multipliedBy(13)), now))
        .isEqualTo("its certificate expires within 14 days");
    assertThat(NetworkProbes.judge(from, now.minusMillis(1), now))
        .isEqualTo("its certificate has expired");
    assertThat(NetworkProbes.judge(now.plusMillis(1), now.plus(day), now))
        .isEqualTo("its certificate is not good yet");
  }

  @Test
  void whatSpeaksNoTlsIsTold() throws Exception {
    ServerSocket server = open();
    assertThatThrownBy(
            () ->
                ask(
                    server,
                    true,
                    socket ->
                        socket
                            .getOutputStream()
                            .write("hello\n".getBytes(StandardCharsets.US_ASCII))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void threadsThatWaitForEachOtherAreFound() throws Exception {
    Check threads = ProcessChecks.all(Duration.ofSeconds(30)).get(0);
    assertThat(threads.weight()).isEqualTo(Weight.LIVENESS);
    assertThat(threads.probe().ask(null, TIMEOUT)).isEmpty();

    ReentrantLock one = new ReentrantLock();
    ReentrantLock two = new ReentrantLock();
    CyclicBarrier both = new CyclicBarrier(2);
    Thread first = new Thread(() -> lock(one, two, both), "first");
    Thread second = new Thread(() -> lock(two, one, both), "second");
    first.start();
    second.start();
    try {
      long end = System.nanoTime() + TIMEOUT.toNanos();
      while (threads.probe().ask(null, TIMEOUT).isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(end);
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(threads.probe().ask(null, TIMEOUT))
          .startsWith("2 threads wait for each other for ever: ")
          .contains("first", "second");
    } finally {
      first.interrupt();
      second.interrupt();
      first.join();
      second.join();
    }
    assertThat(threads.probe().ask(null, TIMEOUT)).isEmpty();
  }

  private static void lock(ReentrantLock own, ReentrantLock other, CyclicBarrier both) {
    own.lock();
    try {
      both.await();
      other.lockInterruptibly();
      other.unlock();
    } catch (InterruptedException | BrokenBarrierException e) {
      // The test lets go.
    } finally {
      own.unlock();
    }
  }
}
