// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class WithoutAgentTest {
  private static final Counter COUNTER = Obs.counter("orders_total", "kind");
  private static final Gauge GAUGE = Obs.gauge("carts_open");
  private static final Histogram HISTOGRAM = Obs.histogram("import_seconds", "from", "to");
  private static final Map<String, Object> ATTRIBUTES = Map.of("a", 1);
  private static final IllegalStateException FAILURE = new IllegalStateException("no");
  private static final HealthCheck CHECK = () -> true;

  private static int useAll() {
    COUNTER.add(1, "web");
    GAUGE.set(3);
    GAUGE.add(-1);
    HISTOGRAM.record(0.5, "a", "b");
    Obs.event("placed");
    Obs.event("placed", ATTRIBUTES);
    Obs.attribute("text", "value");
    Obs.attribute("long", 1);
    Obs.attribute("double", 1.5);
    Obs.attribute("truth", true);
    Obs.user("somebody");
    Obs.health("index", CHECK);
    try (Span span = Obs.span("render")) {
      span.attribute("rows", 100_000L).attribute("x", 0.1).event("e", ATTRIBUTES).failed(FAILURE);
    }
    try (Tracked tracked = Obs.track("checkout", ATTRIBUTES)) {
      tracked.attribute("express", true).attribute("kind", "web").failed("declined").detach();
      tracked.success();
    }
    try (Tracked tracked = Obs.track("checkout")) {
      tracked.success();
    }
    return Obs.correlationId().length();
  }

  @Test
  void nothingIsAllocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int length = useAll();
    long before = threads.getCurrentThreadAllocatedBytes();
    long empty = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      length += useAll();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated - empty).isLessThan(10_000); // not a byte a round
    assertThat(length).isZero();
  }

  @Test
  void whatIsMadeTellsWhatItIs() {
    assertThat(Obs.counter("c", "x").help("Help.").help()).isEqualTo("Help.");
    assertThat(Obs.gauge("g", "x", "y").help("Help.").labels()).containsExactly("x", "y");
    Histogram histogram = Obs.histogram("h").buckets(1, 2).help("Help.");
    assertThat(histogram.bounds()).containsExactly(1, 2);
    assertThat(histogram.name()).isEqualTo("h");
  }

  @Test
  void theClassesAreSmallAndOfJava8() throws IOException {
    Path classes = Path.of(Obs.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files = all.filter(each -> each.toString().endsWith(".class")).toList();
    }
    assertThat(files).hasSizeGreaterThan(10);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (Path file : files) {
        jar.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        jar.write(Files.readAllBytes(file));
        assertThat(major(file)).as(file.toString()).isEqualTo(52);
      }
    }
    assertThat(bytes.size()).isLessThan(28_000); // and a manifest
  }

  private static int major(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(in)) {
      data.skipBytes(6);
      return data.readUnsignedShort();
    }
  }
}
