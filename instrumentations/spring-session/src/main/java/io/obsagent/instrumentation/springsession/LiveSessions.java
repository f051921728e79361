// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsession;

import io.obsagent.instrumentation.shared.servlet.SessionReader;
import io.obsagent.spi.telemetry.WeakMap;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.session.Session;

/**
 * The sessions of one repository that requests of this process have used: where they are kept is
 * elsewhere, and asking there would cost more than it tells. Of each a hash of its id, and when it
 * ends unless somebody uses it. Thread-safe.
 */
final class LiveSessions {
  private static final int MAX_SESSIONS = 50_000;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private static final WeakMap<Object, LiveSessions> ALL = new WeakMap<>();

  private final ConcurrentHashMap<Long, Long> ends = new ConcurrentHashMap<>();

  private LiveSessions() {}

  static LiveSessions of(Object repository) {
    LiveSessions known = ALL.get(repository);
    if (known != null) {
      return known;
    }
    LiveSessions first = ALL.putIfAbsent(repository, new LiveSessions());
    Reader.INSTANCE.observe(repository, "spring-session");
    return first;
  }

  /** It has another id now. */
  static void renamed(String id) {
    ALL.forEach((repository, sessions) -> sessions.ended(id));
  }

  void saved(Session session) {
    Long key = hash(session.getId());
    if (session.isExpired()) {
      ends.remove(key);
    } else if (ends.size() < MAX_SESSIONS || ends.containsKey(key)) {
      ends.put(key, end(session));
    }
  }

  private static long end(Session session) {
    Duration idle = session.getMaxInactiveInterval();
    return idle.isNegative()
        ? Long.MAX_VALUE
        : session.getLastAccessedTime().toEpochMilli() + idle.toMillis();
  }

  void ended(String id) {
    ends.remove(hash(id));
  }

  /** FNV-1a: ids are random, and nobody chooses them. */
  private static long hash(String id) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  private int alive() {
    long now = System.currentTimeMillis();
    ends.values().removeIf(end -> end < now);
    return ends.size();
  }

  private static final class Reader extends SessionReader<Object> {
    static final Reader INSTANCE = new Reader();

    @Override
    public double[] read(Object repository) {
      LiveSessions sessions = ALL.get(repository);
      return values(sessions == null ? 0 : sessions.alive(), Double.NaN, Double.NaN);
    }
  }
}
