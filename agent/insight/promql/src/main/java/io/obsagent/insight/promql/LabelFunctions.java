// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.obsagent.insight.labels.BoundedRegex;
import io.obsagent.insight.labels.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Functions that rewrite labels or order by them. */
final class LabelFunctions {
  private final QueryContext context;
  private final Evaluator evaluator;

  LabelFunctions(QueryContext context, Evaluator evaluator) {
    this.context = context;
    this.evaluator = evaluator;
  }

  Value replace(Expr.Call call, Grid grid) {
    List<Expr> arguments = call.arguments();
    String target = evaluator.text(arguments.get(1));
    String template = evaluator.text(arguments.get(2));
    String source = evaluator.text(arguments.get(3));
    String regex = evaluator.text(arguments.get(4));
    Pattern pattern;
    try {
      pattern = BoundedRegex.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new EvaluationException("invalid regular expression in label_replace(): " + regex);
    }
    checkName("destination", "label_replace", target);
    List<StepSeries> result = new ArrayList<>();
    for (StepSeries series : evaluator.vectors(arguments.get(0), grid)) {
      Matcher matcher = pattern.matcher(series.labels().get(source));
      result.add(matcher.matches() ? relabeled(series, target, expand(template, matcher)) : series);
    }
    return new Value.Vectors(context.merge(result));
  }

  Value join(Expr.Call call, Grid grid) {
    List<Expr> arguments = call.arguments();
    String target = evaluator.text(arguments.get(1));
    String separator = evaluator.text(arguments.get(2));
    List<String> sources = new ArrayList<>();
    for (Expr argument : arguments.subList(3, arguments.size())) {
      String source = evaluator.text(argument);
      checkName("source", "label_join", source);
      sources.add(source);
    }
    checkName("destination", "label_join", target);
    List<StepSeries> result = new ArrayList<>();
    for (StepSeries series : evaluator.vectors(arguments.get(0), grid)) {
      List<String> values = new ArrayList<>(sources.size());
      for (String source : sources) {
        values.add(series.labels().get(source));
      }
      result.add(relabeled(series, target, String.join(separator, values)));
    }
    return new Value.Vectors(context.merge(result));
  }

  private static void checkName(String role, String function, String name) {
    if (!Quoting.isLabelName(name)) {
      throw new EvaluationException(
          "invalid " + role + " label name in " + function + "(): " + name);
    }
  }

  private static StepSeries relabeled(StepSeries series, String name, String value) {
    boolean drop = series.dropName() && !name.equals(Labels.METRIC_NAME);
    return new StepSeries(series.labels().with(name, value), series.values(), drop);
  }

  /** Puts the groups of a match in the places of {@code $1} and {@code ${name}}. */
  private static String expand(String template, Matcher matcher) {
    StringBuilder out = new StringBuilder();
    int pos = 0;
    while (pos < template.length()) {
      char c = template.charAt(pos++);
      if (c != '$' || pos == template.length()) {
        out.append(c);
        continue;
      }
      if (template.charAt(pos) == '$') {
        out.append('$');
        pos++;
        continue;
      }
      boolean braces = template.charAt(pos) == '{';
      int start = braces ? pos + 1 : pos;
      int end = start;
      while (end < template.length() && isWord(template.charAt(end))) {
        end++;
      }
      boolean closed = !braces || end < template.length() && template.charAt(end) == '}';
      if (end == start || !closed) {
        out.append('$');
        continue;
      }
      out.append(group(matcher, template.substring(start, end)));
      pos = braces ? end + 1 : end;
    }
    return out.toString();
  }

  private static boolean isWord(char c) {
    return Lexer.isAlpha(c) || Lexer.isDigit(c);
  }

  private static String group(Matcher matcher, String name) {
    boolean number = true;
    for (int i = 0; i < name.length(); i++) {
      number &= Lexer.isDigit(name.charAt(i));
    }
    try {
      String group = number ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
      return group == null ? "" : group;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return "";
    }
  }

  /** Orders an instant vector; in a range query order means nothing. */
  Value sort(Expr.Call call, Grid grid) {
    if (grid.count() > 1) {
      context
          .annotations()
          .warn(
              "sort is ineffective for range queries since results are always ordered by labels",
              call.position());
    }
    List<StepSeries> input = new ArrayList<>(evaluator.vectors(call.arguments().get(0), grid));
    if (grid.count() > 1) {
      return new Value.Vectors(input);
    }
    Function function = call.function();
    if (function == Function.SORT || function == Function.SORT_DESC) {
      int direction = function == Function.SORT ? 1 : -1;
      input.sort((a, b) -> byValue(a.values()[0], b.values()[0], direction));
      return new Value.Vectors(input);
    }
    List<String> names = new ArrayList<>();
    for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
      names.add(evaluator.text(argument));
    }
    Comparator<StepSeries> order = (a, b) -> byLabels(a.labels(), b.labels(), names);
    input.sort(function == Function.SORT_BY_LABEL ? order : order.reversed());
    return new Value.Vectors(input);
  }

  private static int byValue(double a, double b, int direction) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
    return a == b ? 0 : a < b ? -direction : direction;
  }

  private static int byLabels(Labels a, Labels b, List<String> names) {
    for (String name : names) {
      int order = natural(a.get(name), b.get(name));
      if (order != 0) {
        return order;
      }
    }
    return a.compareTo(b);
  }

  /** Compares runs of digits as numbers. */
  static int natural(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = runEnd(a, i);
      int endB = runEnd(b, j);
      String runA = a.substring(i, endA);
      String runB = b.substring(j, endB);
      boolean digits = Lexer.isDigit(runA.charAt(0)) && Lexer.isDigit(runB.charAt(0));
      int order = digits ? byNumber(runA, runB) : runA.compareTo(runB);
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }

  private static int runEnd(String text, int from) {
    boolean digits = Lexer.isDigit(text.charAt(from));
    int end = from;
    while (end < text.length() && Lexer.isDigit(text.charAt(end)) == digits) {
      end++;
    }
    return end;
  }

  private static int byNumber(String a, String b) {
    String left = a.replaceFirst("^0+(?=.)", "");
    String right = b.replaceFirst("^0+(?=.)", "");
    int order = Integer.compare(left.length(), right.length());
    order = order == 0 ? left.compareTo(right) : order;
    return order == 0 ? Integer.compare(a.length(), b.length()) : order;
  }
}
