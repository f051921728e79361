// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import com.sun.net.httpserver.HttpExchange;
import io.obsagent.spi.http.EventStream;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.service.AgentLoop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers that go on. None has a thread of its own: one loop looks every tenth of a second which of
 * them has something to write, and leaves that to the threads that answer, two at most, each for a
 * few seconds. A client that does not take it in time is cut off.
 */
final class Streams implements AgentLoop.Turn {
  static final int MOST_CLIENTS = 16;

  private static final int MOST_WRITERS = 2;
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final DeadlineExecutor executor;
  private final AgentLoop loop = new AgentLoop("server-streams", this);
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final AtomicInteger writers = new AtomicInteger();
  private boolean started;
  private boolean closed;

  Streams(DeadlineExecutor executor) {
    this.executor = executor;
  }

  /** Answers with a stream, or that there are too many. */
  void open(HttpExchange exchange, Response response, EventStream stream) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      stream.close();
      ResponseStream.send(exchange, response);
      exchange.close();
      return;
    }
    Client client = new Client(exchange, stream);
    if (!admit(client)) {
      stream.close();
      ResponseStream.send(
          exchange, Response.error(503, "at most " + MOST_CLIENTS + " streams at a time"));
      exchange.close();
      return;
    }
    try {
      ResponseStream.begin(exchange, response);
      client.ready.set(true);
      loop.wake();
    } catch (IOException | RuntimeException e) {
      end(client);
      throw e;
    }
  }

  private synchronized boolean admit(Client client) {
    if (closed || clients.size() >= MOST_CLIENTS) {
      return false;
    }
    clients.add(client);
    if (!started) {
      started = true;
      loop.start();
    }
    return true;
  }

  @Override
  public long run() {
    long now = System.nanoTime();
    for (Client client : clients) {
      boolean over = client.stream.isClosed() || now - client.since > LONGEST_NANOS;
      boolean due = now - client.written > BEAT_NANOS;
      if ((over || due || client.stream.isReady()) && writers.get() < MOST_WRITERS) {
        write(client, over, due);
      }
    }
    return clients.isEmpty() ? IDLE_NANOS : TURN_NANOS;
  }

  private void write(Client client, boolean over, boolean due) {
    if (!client.ready.compareAndSet(true, false)) {
      return;
    }
    writers.incrementAndGet();
    try {
      executor.execute(() -> writeNow(client, over, due), DEADLINE_NANOS);
    } catch (RejectedExecutionException e) {
      writers.decrementAndGet();
      client.ready.set(true);
    }
  }

  private void writeNow(Client client, boolean over, boolean due) {
    boolean there = false;
    try {
      if (due) {
        client.stream.beat();
      }
      client.stream.writeTo(client.exchange.getResponseBody());
      client.written = System.nanoTime();
      there = true;
    } catch (IOException | RuntimeException e) {
      there = false; // The client has gone, or was too slow.
    } finally {
      if (over || !there) {
        end(client);
      }
      client.ready.set(true);
      writers.decrementAndGet();
    }
  }

  private void end(Client client) {
    clients.remove(client);
    client.stream.close();
    client.exchange.close();
  }

  /** Ends all; the connections are the server's to close. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    loop.close();
    for (Client client : clients) {
      client.stream.close();
    }
  }

  private static final class Client {
    final HttpExchange exchange;
    final EventStream stream;
    final long since = System.nanoTime();

    /** Whether it may be written to: it has its headers, and nobody writes. */
    final AtomicBoolean ready = new AtomicBoolean();

    volatile long written = since;

    Client(HttpExchange exchange, EventStream stream) {
      this.exchange = exchange;
      this.stream = stream;
    }
  }
}
