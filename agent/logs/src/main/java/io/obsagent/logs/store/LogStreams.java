// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.http.EventStream;
import io.obsagent.spi.http.JsonWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who follows the log just now, and what each wants to see of it. Thread-safe. */
public final class LogStreams {
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  private record Follower(EventStream stream, LogQuery query) {}

  /** Tells of records that match, from now on until the stream ends. */
  public EventStream open(LogQuery query) {
    EventStream stream = new EventStream(this::forgetClosed);
    followers.add(new Follower(stream, query));
    return stream;
  }

  private void forgetClosed() {
    followers.removeIf(follower -> follower.stream().isClosed());
  }

  public void publish(FinishedLog log) {
    String json = null;
    for (Follower follower : followers) {
      if (follower.query().matches(log)) {
        if (json == null) {
          JsonWriter out = new JsonWriter();
          RecordJson.write(out, log);
          json = out.toString();
        }
        follower.stream().send("log", json);
      }
    }
  }

  /** Ends all. */
  public void close() {
    followers.forEach(follower -> follower.stream().close());
  }
}
