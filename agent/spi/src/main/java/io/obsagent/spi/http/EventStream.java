// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * An answer that goes on: <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">server-sent events</a>.
 * Whoever has something to tell leaves it here, from any thread, and never waits for the client.
 * The server writes what waits as the client takes it, with heart beats between, and ends the
 * stream when the client has gone or an hour is over: browsers ask again by themselves.
 *
 * <pre>
 *   send ─► what waits, at most 512 KiB ─► the server's threads ─► client
 * </pre>
 *
 * A client that is too slow gets an event {@code omitted} in the place of what it has missed, with
 * the number of events. Thread-safe.
 */
public final class EventStream implements Response.Body {
  /** What waits for one client at most. */
  static final int MOST_BYTES = 512 * 1024;

  private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final Runnable onClose;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private int bytes;
  private long omitted;
  private boolean closed;

  /**
   * @param onClose called once, when nothing more will be written; on any thread
   */
  public EventStream(Runnable onClose) {
    this.onClose = onClose;
    add("retry: 3000\n\n".getBytes(StandardCharsets.UTF_8));
  }

  /** What the handler answers. */
  public Response response() {
    return Response.of(200, "text/event-stream; charset=utf-8", this);
  }

  /**
   * Leaves an event.
   *
   * @param event its type, a constant
   * @param data of any length and lines
   * @return false if it was dropped: the stream has ended, or too much waits
   */
  public boolean send(String event, String data) {
    byte[] text = text(event, data);
    synchronized (this) {
      if (closed) {
        return false;
      }
      if (bytes + text.length > MOST_BYTES) {
        omitted++;
        return false;
      }
      tellOmitted();
      add(text);
      return true;
    }
  }

  private void tellOmitted() {
    if (omitted > 0) {
      add(text("omitted", Long.toString(omitted)));
      omitted = 0;
    }
  }

  private void add(byte[] text) {
    waiting.add(text);
    bytes += text.length;
  }

  private static byte[] text(String event, String data) {
    String lines = data.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\ndata: ");
    return ("event: " + event + "\ndata: " + lines + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether there is something to write. */
  public synchronized boolean isReady() {
    return !closed && (!waiting.isEmpty() || omitted > 0);
  }

  /** A comment, which tells the server whether the client is still there. */
  public synchronized void beat() {
    if (!closed && waiting.isEmpty()) {
      add(BEAT);
    }
  }

  /** Writes what waits now, and no more: called again and again, by one thread at a time. */
  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (byte @Nullable [] next = next(); next != null; next = next()) {
      out.write(next);
    }
    out.flush();
  }

  private synchronized byte @Nullable [] next() {
    if (waiting.isEmpty()) {
      tellOmitted();
    }
    byte @Nullable [] next = waiting.poll();
    if (next != null) {
      bytes -= next.length;
    }
    return next;
  }

  /** Ends it: nothing more is taken. */
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
    }
    onClose.run();
  }

  public synchronized boolean isClosed() {
    return closed;
  }
}
