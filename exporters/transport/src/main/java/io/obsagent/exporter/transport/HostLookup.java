// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.transport;

import io.obsagent.spi.service.AgentThread;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the addresses of a host within a time, which the JDK cannot: a resolver that hangs holds a
 * thread of its own, one for each name and at most eight, and no one else. Thread-safe.
 */
public final class HostLookup {
  private static final int MAX_PENDING = 8;
  private static final HostLookup OF_JVM = new HostLookup(InetAddress::getAllByName);

  /** Who knows the addresses. */
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final Map<String, CompletableFuture<InetAddress[]>> pending = new HashMap<>();

  HostLookup(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * @param host a name, or an address as text
   * @param deadlineNanos on the clock of {@link System#nanoTime}
   * @return at least one
   * @throws UnknownHostException if there is no such host
   * @throws SocketTimeoutException if that is not known in time
   */
  public static InetAddress[] resolve(String host, long deadlineNanos) throws IOException {
    return isAtHand(host) ? InetAddress.getAllByName(host) : OF_JVM.find(host, deadlineNanos);
  }

  /** Whether no one is asked. */
  private static boolean isAtHand(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.indexOf(':') >= 0
        || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  InetAddress[] find(String host, long deadlineNanos) throws IOException {
    CompletableFuture<InetAddress[]> future = join(host);
    long left = Math.max(0, deadlineNanos - System.nanoTime());
    try {
      return future.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | CancellationException e) {
      throw new SocketTimeoutException("the host's name was not resolved in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? unknown
          : new IOException("the host's name cannot be resolved: " + e.getCause());
    }
  }

  /** Who asks for a name that is being looked up waits for the same answer. */
  private CompletableFuture<InetAddress[]> join(String host) throws IOException {
    synchronized (pending) {
      CompletableFuture<InetAddress[]> running = pending.get(host);
      if (running != null) {
        return running;
      }
      if (pending.size() >= MAX_PENDING) {
        throw new SocketTimeoutException(
            "the names of " + MAX_PENDING + " hosts are being looked up, without an answer");
      }
      CompletableFuture<InetAddress[]> future = new CompletableFuture<>();
      AgentThread.newThread("lookup", () -> look(host, future)).start();
      pending.put(host, future);
      return future;
    }
  }

  private void look(String host, CompletableFuture<InetAddress[]> future) {
    try {
      InetAddress[] addresses = resolver.addresses(host);
      end(host);
      future.complete(addresses);
    } catch (Throwable e) {
      // An Error as well: who waits is to know.
      end(host);
      future.completeExceptionally(e);
    }
  }

  private void end(String host) {
    synchronized (pending) {
      pending.remove(host);
    }
  }
}
