// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.event.Event;
import io.obsagent.spi.event.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStoreTest {
  private static Event event(String id, String type) {
    return new Event(id, 1_000, type, "agent", "title of " + id, Map.of("service", "shop"));
  }

  private static List<Event> all(EventStore store) {
    return store.select(event -> true);
  }

  @Test
  void anEventIsRememberedOnce() {
    try (EventStore store = EventStore.open(null)) {
      assertThat(store.add(event("a", "deployment"))).isTrue();
      assertThat(store.add(event("a", "deployment"))).isFalse();
      assertThat(store.add(event("a", "sale"))).isFalse();
      assertThat(all(store)).containsExactly(event("a", "deployment"));
    }
  }

  @Test
  void eventsOutliveARestart(@TempDir Path directory) {
    try (EventStore store = EventStore.open(directory)) {
      store.add(event("a", "deployment"));
      store.add(event("b", "sale"));
    }
    try (EventStore store = EventStore.open(directory)) {
      assertThat(all(store)).containsExactly(event("a", "deployment"), event("b", "sale"));
      assertThat(store.add(event("a", "deployment"))).isFalse();
      assertThat(store.add(event("c", "sale"))).isTrue();
    }
    try (EventStore store = EventStore.open(directory)) {
      assertThat(store.size()).isEqualTo(3);
    }
  }

  @Test
  void aFileThatWasCutAtAnyByteHasAllThatWasWholeBefore(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("events.log");
    long whole;
    try (EventStore store = EventStore.open(directory)) {
      store.add(event("a", "deployment"));
      whole = Files.size(file);
      store.add(event("b", "sale"));
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 7) {
      Path copy = Files.createTempDirectory(directory, "cut");
      Files.write(copy.resolve("events.log"), Arrays.copyOf(bytes, length));
      try (EventStore store = EventStore.open(copy)) {
        assertThat(store.size()).as("cut at %d", length).isEqualTo(length >= whole ? 1 : 0);
        assertThat(store.add(event("b", "sale"))).isTrue();
      }
      try (EventStore store = EventStore.open(copy)) {
        assertThat(store.size()).isEqualTo(length >= whole ? 2 : 1);
      }
    }
  }

  @Test
  void aFloodOfOtherEventsLeavesDeliveriesAndStaysWithinItsBytes(@TempDir Path directory)
      throws Exception {
    String filler = "x".repeat(300);
    try (EventStore store = EventStore.open(directory)) {
      store.add(event("first", "deployment"));
      for (int i = 0; i < 40_000; i++) {
        store.add(new Event("sale" + i, i, "sale", "application", filler, Map.of("n", "" + i)));
      }
      assertThat(store.bytes()).isBetween(EventStore.MAX_BYTES / 2, 2 * EventStore.MAX_BYTES);
      assertThat(all(store).get(0)).isEqualTo(event("first", "deployment"));
      assertThat(all(store)).extracting(Event::id).contains("sale39999").doesNotContain("sale0");
      assertThat(Files.size(directory.resolve("events.log"))).isLessThan(17L << 20);
    }
    try (EventStore store = EventStore.open(directory)) {
      assertThat(all(store)).extracting(Event::id).contains("first", "sale39999");
    }
  }

  @Test
  void whatIsTooLongIsCutAndWordsAreMadePlain() {
    Event event =
        new Event(
            "i".repeat(500), 0, "Big Sale!", "", "t".repeat(1000), Map.of("k", "v".repeat(999)));
    assertThat(event.id()).hasSize(200);
    assertThat(event.type()).isEqualTo("big_sale_");
    assertThat(event.source()).isEqualTo("other");
    assertThat(event.title()).hasSize(300).endsWith("…");
    assertThat(event.attribute("k")).hasSize(500);
    assertThat(event.attribute("none")).isEmpty();
  }

  @Test
  void whatIsPublishedWaitsInBoundsUntilItIsTaken() {
    Events.take();
    long dropped = Events.dropped();
    for (int i = 0; i < 1_001; i++) {
      Events.publish(event("p" + i, "sale"));
    }
    assertThat(Events.take()).hasSize(1_000).first().isEqualTo(event("p0", "sale"));
    assertThat(Events.dropped() - dropped).isEqualTo(1);
    assertThat(Events.publish(event("p", "sale"))).isTrue();
    assertThat(Events.take()).hasSize(1);
  }
}
