// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import io.obsagent.insight.traces.TraceTree.Node;
import io.obsagent.insight.traces.TraceTree.Segment;
import io.obsagent.spi.export.FinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a trace shows that somebody should look at, in words. */
final class Findings {
  private static final int REPEATED = 5;
  private static final int MOST = 20;
  private static final double LARGE_SHARE = 0.4;
  private static final double MILLI = 1e6;
  private static final int MAX_TEXT = 500;
  private static final Pattern PATH = Pattern.compile("[^:]+://[^/?#]*(/[^?#]*).*");
  private static final Pattern KEY = Pattern.compile("/[^/]*[0-9][^/]*");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  /**
   * One of them.
   *
   * @param type {@code error}, {@code n_plus_one} or {@code slow}
   */
  record Finding(String type, Node node, String text) {}

  private Findings() {}

  static List<Finding> of(TraceTree tree) {
    List<Finding> findings = new ArrayList<>();
    error(tree, findings);
    repetitions(tree, findings);
    slow(tree, findings);
    return findings.subList(0, Math.min(MOST, findings.size()));
  }

  /** The failure below which there is none, and of several the first: the others follow from it. */
  private static void error(TraceTree tree, List<Finding> findings) {
    Node cause =
        tree.nodes.stream()
            .filter(node -> node.failed() && node.children.stream().noneMatch(Node::failed))
            .min(Comparator.comparingLong(node -> node.end))
            .orElse(null);
    if (cause == null) {
      return;
    }
    StringBuilder text = new StringBuilder(cause.span.name());
    text.append(" failed");
    FinishedSpan.Event exception = exception(cause);
    String told = exception == null ? told(cause) : told(exception);
    if (!told.isEmpty()) {
      text.append(": ").append(told);
    }
    Node above = cause.parent;
    if (above != null && above.failed()) {
      text.append("; with it failed ").append(above.span.name());
      for (Node next = above.parent; next != null && next.failed(); next = next.parent) {
        text.append(", ").append(next.span.name());
        if (text.length() > MAX_TEXT) {
          break;
        }
      }
    }
    findings.add(new Finding("error", cause, text.toString()));
  }

  /** Of the span, or of the nearest around it: the one that it was thrown through first has it. */
  private static FinishedSpan.@Nullable Event exception(Node cause) {
    for (Node node = cause; node != null && node.failed(); node = node.parent) {
      for (FinishedSpan.Event event : node.span.events()) {
        if (event.name().equals("exception")) {
          return event;
        }
      }
    }
    return null;
  }

  private static String told(FinishedSpan.Event exception) {
    StringBuilder text = new StringBuilder();
    String type = exception.attributes().get(TYPE);
    String message = exception.attributes().get(MESSAGE);
    text.append(type == null ? "an exception" : type);
    if (message != null) {
      text.append(": ").append(message);
    }
    String stackTrace = exception.attributes().get(STACK_TRACE);
    ErrorPlace.Place place = ErrorPlace.of(stackTrace == null ? "" : stackTrace);
    if (!place.cause().isEmpty()) {
      text.append(", caused by ").append(place.cause());
    }
    if (!place.frame().isEmpty()) {
      text.append(", at ").append(place.frame());
    }
    return text.toString();
  }

  private static String told(Node cause) {
    if (!cause.span.statusDescription().isEmpty()) {
      return cause.span.statusDescription();
    }
    Map<String, String> said = new HashMap<>();
    cause.span.forEachAttribute((key, value) -> said.put(key.getKey(), String.valueOf(value)));
    String status = said.getOrDefault("http.response.status_code", "");
    return status.isEmpty() ? said.getOrDefault("error.type", "") : "status " + status;
  }

  /** The same call again and again under one parent. */
  private static void repetitions(TraceTree tree, List<Finding> findings) {
    for (Node parent : tree.nodes) {
      if (parent.children.size() < REPEATED) {
        continue;
      }
      Map<String, List<Node>> calls = new LinkedHashMap<>();
      for (Node child : parent.children) {
        boolean call =
            child.category == Category.DB
                || child.category == Category.REDIS
                || child.category == Category.HTTP;
        if (call && child.end <= parent.end) {
          calls.computeIfAbsent(summary(child), none -> new ArrayList<>()).add(child);
        }
      }
      calls.forEach(
          (summary, nodes) -> {
            if (nodes.size() >= REPEATED) {
              findings.add(repetition(parent, summary, nodes));
            }
          });
    }
  }

  private static String summary(Node node) {
    String[] summary = {node.span.name(), "", ""};
    node.span.forEachAttribute(
        (key, value) -> {
          switch (key.getKey()) {
            case "db.query.summary" -> summary[0] = String.valueOf(value);
            case "url.full" -> summary[1] = path(String.valueOf(value));
            case "server.address" -> summary[2] = " on " + value;
            default -> {}
          }
        });
    boolean named = summary[1].isEmpty() || summary[0].indexOf(' ') > 0; // with a template
    return named ? summary[0] + summary[2] : summary[0] + ' ' + summary[1] + summary[2];
  }

  /** Of an address, with an asterisk for each part that has digits, as keys have. */
  private static String path(String url) {
    Matcher path = PATH.matcher(url);
    return path.matches() ? KEY.matcher(path.group(1)).replaceAll("/*") : "";
  }

  private static Finding repetition(Node parent, String summary, List<Node> nodes) {
    long nanos = nodes.stream().mapToLong(node -> node.end - node.start).sum();
    String way =
        switch (nodes.get(0).category) {
          case DB -> "one statement for all rows (a join, IN, a batch) would do";
          case REDIS -> "one command for all keys, or a pipeline, would do";
          default -> "one request for all, or requests side by side, would do";
        };
    String text =
        String.format(
            Locale.ROOT,
            "%s: %d times below %s, %s ms in all; %s",
            summary,
            nodes.size(),
            parent.span.name(),
            millis(nanos),
            way);
    return new Finding("n_plus_one", nodes.get(0), text);
  }

  /** The span that most of the time went into, if that is much. */
  private static void slow(TraceTree tree, List<Finding> findings) {
    Map<Node, Long> onPath = new LinkedHashMap<>();
    for (Segment segment : tree.criticalPath) {
      Node node = segment.node();
      if (node != null && node.children.isEmpty() && tree.nodes.size() > 1) {
        onPath.merge(node, segment.end() - segment.start(), Long::sum);
      }
    }
    long whole = tree.end - tree.start;
    onPath.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(entry -> entry.getValue() >= LARGE_SHARE * whole)
        .ifPresent(
            entry ->
                findings.add(
                    new Finding(
                        "slow",
                        entry.getKey(),
                        String.format(
                            Locale.ROOT,
                            "%s took %s of %s ms",
                            entry.getKey().span.name(),
                            millis(entry.getValue()),
                            millis(whole)))));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, nanos < 10 * MILLI ? "%.2f" : "%.0f", nanos / MILLI);
  }
}
