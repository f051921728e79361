// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** One line a span, all lines of a batch in one write. */
final class LineExporter implements SpanExporter {
  private final String place;
  private final OutputStream output;
  private final boolean ownsOutput;
  private final SpanLine line;

  private LineExporter(
      String place, OutputStream output, boolean ownsOutput, Map<String, String> resource) {
    this.place = place;
    this.output = output;
    this.ownsOutput = ownsOutput;
    this.line = new SpanLine(resource.getOrDefault("service.name", ""));
  }

  static LineExporter open(String place, Map<String, String> resource) {
    // Not System.out and System.err: the application may have put something else there.
    return switch (place) {
      case "stderr" ->
          new LineExporter(place, new FileOutputStream(FileDescriptor.err), false, resource);
      case "stdout" ->
          new LineExporter(place, new FileOutputStream(FileDescriptor.out), false, resource);
      default -> new LineExporter(place, openFile(place), true, resource);
    };
  }

  private static OutputStream openFile(String path) {
    try {
      return new FileOutputStream(path, true);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "exporter.logging.output: cannot write to '"
              + path
              + "' ("
              + e.getMessage()
              + "); give stderr, stdout or a path in a directory that exists",
          e);
    }
  }

  @Override
  public int export(List<FinishedSpan> batch) throws IOException {
    StringBuilder lines = line.startBatch();
    for (FinishedSpan span : batch) {
      line.append(span);
    }
    try {
      output.write(lines.toString().getBytes(UTF_8));
      output.flush();
    } catch (IOException e) {
      throw new IOException("cannot write to " + place + ": " + e.getMessage(), e);
    }
    return 0;
  }

  @Override
  public String endpoint() {
    return place;
  }

  @Override
  public void close() {
    if (ownsOutput) {
      try {
        output.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("cannot close " + place, e);
      }
    }
  }
}
