// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.traces.TraceTree.Node;
import io.obsagent.insight.traces.TraceTree.Segment;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A trace as one file of HTML that opens without the agent: no script, no other file. All that
 * comes from spans is text. Not thread-safe.
 */
final class TracePage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <style>
      :root{color-scheme:light dark;font:14px/1.45 system-ui,sans-serif}
      body{margin:24px auto;max-width:1200px;padding:0 16px}
      h1{font-size:20px}table{border-collapse:collapse}
      td,th{text-align:left;padding:2px 12px 2px 0;vertical-align:top;overflow-wrap:anywhere}
      summary{display:grid;grid-template-columns:minmax(160px,2fr) 90px 3fr;gap:8px;cursor:pointer;
      padding:3px 0;border-bottom:1px solid #8883;font-variant-numeric:tabular-nums}
      .name{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
      .time{text-align:right}.lane{position:relative;height:16px;align-self:center}
      .bar{position:absolute;height:100%;min-width:2px;border-radius:2px;background:#888}
      .db{background:#3b78c2}.redis{background:#c2553b}.http{background:#2f9e78}
      .ai{background:#8a5fc7}.messaging{background:#b8860b}.own{background:#7a8490}
      .waiting{background:#bbb}.path{outline:2px solid currentColor}.error{color:#c62828}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0}
      </style>
      """;

  private final StringBuilder out = new StringBuilder(16_384);
  private final TraceTree tree;
  private final Set<Node> onPath = new HashSet<>();

  private TracePage(TraceTree tree) {
    this.tree = tree;
    for (Segment segment : tree.criticalPath) {
      Node node = segment.node();
      if (node != null) {
        onPath.add(node);
      }
    }
  }

  static String of(StoredTrace trace, TraceTree tree, String self) {
    TracePage page = new TracePage(tree);
    page.write(TraceJson.id(trace), Summary.service(tree.root().span, self));
    return page.out.toString();
  }

  private void write(String id, String service) {
    String name = tree.root().span.name();
    out.append(HEAD).append("<title>");
    text(name);
    out.append("</title></head><body><h1>");
    text(name);
    out.append("</h1><p>");
    text(service + " · " + TraceJson.time(tree.start) + " · " + millis(tree.end - tree.start));
    text(" · " + tree.nodes.size() + " spans · trace " + id);
    out.append("</p><p>");
    for (Category category : Category.values()) {
      if (tree.nanos(category) > 0) {
        text(category.text + ' ' + millis(tree.nanos(category)) + "  ");
      }
    }
    out.append("</p>");
    for (Findings.Finding finding : Findings.of(tree)) {
      out.append("<p").append(finding.type().equals("error") ? " class=\"error\">" : ">");
      text(finding.text());
      out.append("</p>");
    }
    tree.nodes.forEach(this::span);
    out.append("<p>Outlined: the critical path.</p></body></html>\n");
  }

  private void span(Node node) {
    int depth = 0;
    for (Node above = node.parent; above != null && depth < 40; above = above.parent) {
      depth++;
    }
    double whole = Math.max(1, end() - tree.start);
    out.append("<details><summary><span class=\"name").append(node.failed() ? " error" : "");
    out.append("\" style=\"padding-left:").append(depth * 12).append("px\">");
    text(node.span.name());
    out.append("</span><span class=\"time\">");
    text(millis(node.end - node.start));
    out.append("</span><span class=\"lane\"><span class=\"bar ").append(node.category.text);
    out.append(onPath.contains(node) ? " path" : "").append("\" style=\"left:");
    out.append(percent((node.start - tree.start) / whole)).append("%;width:");
    out.append(percent((node.end - node.start) / whole)).append("%\"></span></span></summary>");
    out.append("<table>");
    row("type", node.type() + ", " + TraceJson.kind(node.span));
    row("self time", millis(node.self));
    if (!node.span.statusDescription().isEmpty()) {
      row("status", node.span.statusDescription());
    }
    node.span.forEachAttribute((key, value) -> row(key.getKey(), String.valueOf(value)));
    node.span
        .events()
        .forEach(
            event -> {
              row(TraceJson.time(event.epochNanos()), event.name());
              event.attributes().forEach((key, value) -> row(key.getKey(), String.valueOf(value)));
            });
    out.append("</table></details>");
  }

  private long end() {
    return Math.max(tree.end, tree.nodes.stream().mapToLong(node -> node.end).max().orElse(0));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3f", Math.max(0, Math.min(1, share)) * 100);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }

  private void row(String name, String value) {
    out.append("<tr><th scope=\"row\">");
    text(name);
    out.append("</th><td><pre>");
    text(value);
    out.append("</pre></td></tr>");
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\u0000' -> out.append('\uFFFD');
        default -> out.append(c);
      }
    }
  }
}
