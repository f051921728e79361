// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exposition says, whichever way it writes it: metadata as the lines are, samples with
 * their labels by name and their numbers as numbers.
 */
final class ExposedText {
  /** The metric's name is the label {@code __name__}. */
  record Sample(Map<String, String> labels, double value, String exemplar) {}

  final List<String> metadata = new ArrayList<>();
  final List<Sample> samples = new ArrayList<>();

  private String line = "";
  private int at;

  static ExposedText of(String text) {
    ExposedText exposed = new ExposedText();
    for (String line : text.split("\n")) {
      if (line.startsWith("#")) {
        exposed.metadata.add(line);
      } else {
        exposed.line = line;
        exposed.at = 0;
        exposed.samples.add(exposed.sample());
      }
    }
    return exposed;
  }

  private Sample sample() {
    Map<String, String> labels = new TreeMap<>();
    if (line.charAt(at) != '{') {
      labels.put("__name__", until("{ "));
    }
    if (line.charAt(at) == '{') {
      labels(labels);
    }
    at++;
    String value = until(" ");
    String rest = line.substring(at);
    if (labels.containsKey("le")) {
      labels.put("le", Double.toString(number(labels.get("le"))));
    }
    return new Sample(labels, number(value), exemplar(rest));
  }

  private void labels(Map<String, String> labels) {
    at++;
    while (line.charAt(at) != '}') {
      String name = line.charAt(at) == '"' ? quoted() : until("=");
      if (line.charAt(at) == '=') {
        at++;
        labels.put(name, quoted());
      } else {
        labels.put("__name__", name);
      }
      if (line.charAt(at) == ',') {
        at++;
      }
    }
    at++;
  }

  private String until(String ends) {
    int start = at;
    while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return line.substring(start, at);
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    for (at++; line.charAt(at) != '"'; at++) {
      char c = line.charAt(at);
      if (c == '\\') {
        char escaped = line.charAt(++at);
        c = escaped == 'n' ? '\n' : escaped;
      }
      text.append(c);
    }
    at++;
    return text.toString();
  }

  /** Its labels sorted, its numbers as numbers; empty where there is none. */
  private static String exemplar(String rest) {
    if (!rest.startsWith(" # ")) {
      return rest;
    }
    ExposedText inner = new ExposedText();
    inner.line = rest.substring(3);
    Map<String, String> labels = new TreeMap<>();
    inner.labels(labels);
    String[] numbers = inner.line.substring(inner.at).trim().split(" ");
    return labels + " " + number(numbers[0]) + " " + number(numbers[1]);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
