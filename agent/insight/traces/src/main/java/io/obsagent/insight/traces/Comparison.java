// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.traces.TraceTree.Node;
import io.obsagent.spi.http.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two traces side by side: which operations one has more of, and more time in. */
final class Comparison {
  /** An operation in both. */
  private static final class Row {
    final String name;
    final Category category;
    final int[] count = new int[2];
    final long[] total = new long[2];
    final long[] self = new long[2];

    Row(String name, Category category) {
      this.name = name;
      this.category = category;
    }

    long delta() {
      return self[1] - self[0];
    }
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();

  Comparison(TraceTree first, TraceTree second) {
    add(first, 0);
    add(second, 1);
  }

  private void add(TraceTree tree, int side) {
    for (Node node : tree.nodes) {
      String name = node.span.name();
      Row row =
          rows.computeIfAbsent(
              node.category.text + ' ' + name, none -> new Row(name, node.category));
      row.count[side]++;
      row.total[side] += node.end - node.start;
      row.self[side] += node.self;
    }
  }

  /** The operations, those whose own time differs most first. */
  void write(JsonWriter out) {
    List<Row> sorted = new ArrayList<>(rows.values());
    sorted.sort(Comparator.comparingLong(row -> -Math.abs(row.delta())));
    out.name("operations").array();
    for (Row row : sorted) {
      out.object().field("operation_name", row.name).field("category", row.category.text);
      out.name("count").array().value(row.count[0]).value(row.count[1]).end();
      pair(out.name("total_ms"), row.total);
      pair(out.name("self_ms"), row.self);
      out.field("delta_ms", TraceJson.millis(row.delta())).end();
    }
    out.end();
  }

  private static void pair(JsonWriter out, long[] nanos) {
    out.array().value(TraceJson.millis(nanos[0])).value(TraceJson.millis(nanos[1])).end();
  }
}
