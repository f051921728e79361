// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.spi.metrics.MetricFamily.Point;
import java.util.LinkedHashMap;
import java.util.Map;

/** One sample of the text format: {@code name{label="value"} 1.5}. Read once, then immutable. */
final class SampleLine {
  private final String line;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final String name;
  private final double value;
  private int position;

  /**
   * @throws IllegalArgumentException with what is wrong
   */
  SampleLine(String line) {
    this.line = line;
    name = word("{ \t");
    if (peek() == '{') {
      position++;
      readLabels();
    }
    spaces();
    value = number(word(" \t"));
    spaces();
    if (position < line.length() && line.charAt(position) != '#') { // an exemplar is left out
      throw new IllegalArgumentException("no timestamp is taken: what is pushed is of now");
    }
  }

  String name() {
    return name;
  }

  Map<String, String> labels() {
    return labels;
  }

  private void readLabels() {
    spaces();
    while (peek() != '}') {
      String label = word("= \t");
      spaces();
      expect('=');
      spaces();
      expect('"');
      if (labels.put(label, quoted()) != null) {
        throw new IllegalArgumentException("the label '" + label + "' stands twice");
      }
      spaces();
      if (peek() != '}') {
        expect(',');
        spaces();
      }
    }
    position++;
  }

  double value() {
    return value;
  }

  Point point() {
    return Pushed.number(value);
  }

  static double number(String text) {
    switch (text) {
      case "+Inf", "Inf":
        return Double.POSITIVE_INFINITY;
      case "-Inf":
        return Double.NEGATIVE_INFINITY;
      case "NaN", "Nan":
        return Double.NaN;
      default:
        break;
    }
    try {
      char last = text.isEmpty() ? 'f' : text.charAt(text.length() - 1);
      if (Character.isDigit(last) || last == '.') { // Java would take 1d as well
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("'" + text + "' is no number");
  }

  private char peek() {
    return position < line.length() ? line.charAt(position) : '\0';
  }

  private void spaces() {
    while (peek() == ' ' || peek() == '\t') {
      position++;
    }
  }

  private String word(String ends) {
    int begin = position;
    while (position < line.length() && ends.indexOf(line.charAt(position)) < 0) {
      position++;
    }
    return line.substring(begin, position);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw new IllegalArgumentException(
          "expected '" + wanted + "' at character " + (position + 1));
    }
    position++;
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      if (position >= line.length()) {
        throw new IllegalArgumentException("the value of a label has no end");
      }
      char c = line.charAt(position++);
      if (c == '\\' && position < line.length()) {
        char escaped = line.charAt(position++);
        text.append(escaped == 'n' ? '\n' : escaped);
      } else {
        text.append(c);
      }
    }
    position++;
    return text.toString();
  }
}
