// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.store;

import io.obsagent.insight.state.StateFile;
import io.obsagent.spi.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All events that are remembered, in memory and, with a directory, in a file that is only appended
 * to, so that a kill at any moment loses none that was taken. What deliveries are made of has room
 * of its own: a flood of other events does not push it out. Thread-safe.
 */
public final class EventStore implements AutoCloseable {
  /** Of each of the two kinds, as bytes in the file; the oldest goes first. */
  public static final long MAX_BYTES = 4L << 20;

  /** What the metrics of delivery are made of. */
  public static final Set<String> DELIVERY =
      Set.of(EventTypes.DEPLOYMENT, EventTypes.CHANGE, EventTypes.INCIDENT, EventTypes.REGRESSION);

  private static final byte VERSION = 1;

  private final Shelf delivery = new Shelf();
  private final Shelf others = new Shelf();
  private final @Nullable StateFile file;
  private long added;

  private EventStore(@Nullable StateFile file) {
    this.file = file;
    if (file != null) {
      file.takeRecords().forEach(this::replay);
    }
  }

  /**
   * @param directory where events are kept over a restart; null for nowhere
   */
  public static EventStore open(@Nullable Path directory) {
    return new EventStore(directory == null ? null : StateFile.open(directory, "events"));
  }

  /**
   * Remembers an event.
   *
   * @return false if there is one of this id already
   */
  public synchronized boolean add(Event event) {
    if (delivery.events.containsKey(event.id()) || others.events.containsKey(event.id())) {
      return false;
    }
    byte[] record = encode(event);
    shelf(event).put(event, record.length);
    added++;
    if (file != null && !file.append(record)) {
      List<byte[]> live = new ArrayList<>();
      delivery.events.values().forEach(kept -> live.add(encode(kept.event())));
      others.events.values().forEach(kept -> live.add(encode(kept.event())));
      file.rewrite(live, true);
    }
    return true;
  }

  private Shelf shelf(Event event) {
    return DELIVERY.contains(event.type()) ? delivery : others;
  }

  /** Those that are wanted, in the order in which they came. */
  public synchronized List<Event> select(Predicate<Event> wanted) {
    List<Event> selected = new ArrayList<>();
    for (Shelf shelf : List.of(delivery, others)) {
      for (Kept kept : shelf.events.values()) {
        if (wanted.test(kept.event())) {
          selected.add(kept.event());
        }
      }
    }
    return selected;
  }

  /** Grows with each event: whether there is something new. */
  public synchronized long added() {
    return added;
  }

  public synchronized int size() {
    return delivery.events.size() + others.events.size();
  }

  /** Whether there is anything that the metrics of delivery are made of. */
  public synchronized boolean hasDelivery() {
    return !delivery.events.isEmpty();
  }

  public synchronized long bytes() {
    return delivery.bytes + others.bytes;
  }

  @Override
  public synchronized void close() {
    if (file != null) {
      file.close();
    }
  }

  private record Kept(Event event, int bytes) {}

  /** The newest of a kind that have room. */
  private static final class Shelf {
    final Map<String, Kept> events = new LinkedHashMap<>();
    long bytes;

    void put(Event event, int size) {
      events.put(event.id(), new Kept(event, size));
      bytes += size;
      for (Iterator<Kept> oldest = events.values().iterator(); bytes > MAX_BYTES; ) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
    }
  }

  private static byte[] encode(Event event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(event.id());
      out.writeLong(event.epochMillis());
      out.writeUTF(event.type());
      out.writeUTF(event.source());
      out.writeUTF(event.title());
      out.writeByte(event.attributes().size());
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        out.writeUTF(attribute.getKey());
        out.writeUTF(attribute.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private void replay(byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      if (in.readByte() != VERSION) {
        return;
      }
      String id = in.readUTF();
      long time = in.readLong();
      String type = in.readUTF();
      String source = in.readUTF();
      String title = in.readUTF();
      Map<String, String> attributes = new LinkedHashMap<>();
      int count = in.readUnsignedByte();
      for (int i = 0; i < count; i++) {
        attributes.put(in.readUTF(), in.readUTF());
      }
      Event event = new Event(id, time, type, source, title, attributes);
      shelf(event).put(event, record.length);
    } catch (IOException e) {
      // The CRC was right, so this is a record of another version; the others still count.
    }
  }
}
