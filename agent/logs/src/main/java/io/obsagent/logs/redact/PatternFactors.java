// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in every match of a pattern of RE2, as sets of characters one after the other: {@code
 * \w+@acme\.(com|org)} has {@code [\w]@acme.[co][or][mg]} in each. Reads as much of the syntax as
 * it needs for that; what it does not know it says so, and the pattern has no such factor.
 */
final class PatternFactors {
  /** Places of a factor. */
  static final int MOST = 8;

  private static final CharSet DIGITS = CharSet.range('0', '9');
  private static final CharSet SPACES = CharSet.of("\t\n\f\r ");
  private static final CharSet WORD =
      DIGITS.or(CharSet.range('a', 'z')).or(CharSet.range('A', 'Z')).or(CharSet.range('_', '_'));
  private static final int MOST_REPEATED = 16;

  private final String pattern;
  private int at;
  private boolean folds;

  /** The pattern has something that this does not read. */
  private static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown() {
      super(null, null, false, false);
    }
  }

  /**
   * One alternative, or one part of it.
   *
   * @param fixed whether each match is of these sets and nothing else
   * @param runs what stands in each match; the only one, if it is fixed
   */
  private record Part(boolean fixed, List<List<CharSet>> runs) {
    static final Part VARIABLE = new Part(false, List.of());
    static final Part EMPTY = of(List.of());

    static Part of(List<CharSet> sets) {
      return new Part(true, List.of(sets));
    }

    static Part of(CharSet set) {
      return of(List.of(set));
    }

    List<CharSet> sets() {
      return runs.get(0);
    }
  }

  private PatternFactors(String pattern) {
    this.pattern = pattern;
  }

  /**
   * One for each alternative, of which a match has at least one; or none if there is an alternative
   * without any, or the pattern is not understood.
   */
  static List<List<CharSet>> of(String pattern) {
    try {
      List<List<CharSet>> factors = new ArrayList<>();
      for (Part alternative : new PatternFactors(pattern).alternatives()) {
        List<CharSet> best = List.of();
        for (List<CharSet> run : alternative.runs()) {
          for (int i = 0; i == 0 || i + MOST <= run.size(); i++) {
            List<CharSet> window = run.subList(i, Math.min(run.size(), i + MOST));
            best = bits(window) > bits(best) ? window : best;
          }
        }
        if (best.isEmpty()) {
          return List.of();
        }
        factors.add(best);
      }
      return factors;
    } catch (Unknown | StringIndexOutOfBoundsException | NumberFormatException e) {
      return List.of();
    }
  }

  /** How much it tells that such a factor is there, in bits. */
  static double bits(List<CharSet> factor) {
    return factor.stream().mapToDouble(CharSet::bits).sum();
  }

  private boolean ends() {
    return at == pattern.length();
  }

  private boolean skips(String expected) {
    boolean there = pattern.startsWith(expected, at);
    at += there ? expected.length() : 0;
    return there;
  }

  /** Up to the end of the group, or of all. */
  private List<Part> alternatives() {
    List<Part> alternatives = new ArrayList<>();
    do {
      alternatives.add(sequence());
    } while (skips("|"));
    return alternatives;
  }

  private Part sequence() {
    List<List<CharSet>> runs = new ArrayList<>();
    List<CharSet> run = new ArrayList<>();
    boolean fixed = true;
    while (!ends() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      Part part = part();
      long[] times = times();
      long least = Math.min(MOST_REPEATED, times[0]);
      for (long i = 0; i < least && part.fixed(); i++) {
        run.addAll(part.sets());
      }
      if (part.fixed() && least == times[1]) {
        continue;
      }
      fixed = false;
      runs.add(run);
      run = new ArrayList<>();
      if (least > 0 && part.fixed()) {
        run.addAll(part.sets()); // the last time, right before what follows
      } else if (least > 0) {
        runs.addAll(part.runs());
      }
    }
    runs.add(run);
    return new Part(fixed, runs);
  }

  /** How often what was read may stand there: at least, and at most. */
  private long[] times() {
    long[] times = {1, 1};
    if (skips("*")) {
      times = new long[] {0, Long.MAX_VALUE};
    } else if (skips("+")) {
      times = new long[] {1, Long.MAX_VALUE};
    } else if (skips("?")) {
      times = new long[] {0, 1};
    } else if (pattern.startsWith("{", at)) {
      int end = pattern.indexOf('}', at);
      String[] bounds = end < 0 ? new String[0] : pattern.substring(at + 1, end).split(",", -1);
      if (bounds.length == 0 || bounds.length > 2 || !isNumber(bounds[0])) {
        return times; // a brace as any other character
      }
      long least = Long.parseLong(bounds[0]);
      String most = bounds[bounds.length - 1];
      if (!most.isEmpty() && !isNumber(most)) {
        return times;
      }
      at = end + 1;
      times = new long[] {least, most.isEmpty() ? Long.MAX_VALUE : Long.parseLong(most)};
    } else {
      return times;
    }
    skips("?");
    return times;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private Part part() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '^', '$' -> Part.EMPTY;
      case '.' -> Part.VARIABLE;
      case '(' -> group();
      case '[' -> characters();
      case '\\' -> escaped();
      default -> literal(c);
    };
  }

  private Part literal(int c) {
    if (c > 0xffff || Character.isSurrogate((char) c)) {
      return Part.VARIABLE;
    }
    return Part.of(fold(CharSet.range(c, c)));
  }

  private CharSet fold(CharSet set) {
    return folds ? set.folded() : set;
  }

  private Part group() {
    boolean outside = folds;
    if (skips("?P<") || skips("?<")) {
      at = pattern.indexOf('>', at) + 1;
    } else if (skips("?") && !flags()) {
      if (!ends() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
        throw new Unknown(); // it would be for what stands before the flags
      }
      return Part.EMPTY; // they hold to the end of the group around
    }
    List<Part> alternatives = alternatives();
    if (!skips(")")) {
      throw new Unknown();
    }
    folds = outside;
    return united(alternatives);
  }

  /** Whether a group follows. */
  private boolean flags() {
    boolean on = true;
    for (char c = pattern.charAt(at++); c != ')' && c != ':'; c = pattern.charAt(at++)) {
      if (c == '-') {
        on = false;
      } else if (c == 'i') {
        folds = on;
      } else if ("msU".indexOf(c) < 0) {
        throw new Unknown();
      }
    }
    return pattern.charAt(at - 1) == ':';
  }

  /** Place by place, where all have the same number of them. */
  private static Part united(List<Part> alternatives) {
    Part first = alternatives.get(0);
    if (alternatives.size() == 1) {
      return first;
    }
    List<CharSet> sets = new ArrayList<>(first.fixed() ? first.sets() : List.of());
    for (Part each : alternatives) {
      if (!first.fixed() || !each.fixed() || each.sets().size() != sets.size()) {
        return Part.VARIABLE;
      }
      for (int i = 0; i < sets.size(); i++) {
        sets.set(i, sets.get(i).or(each.sets().get(i)));
      }
    }
    return Part.of(sets);
  }

  private Part escaped() {
    char c = pattern.charAt(at++);
    switch (c) {
      case 'b', 'B', 'A', 'z':
        return Part.EMPTY;
      case 'd':
        return Part.of(DIGITS);
      case 's':
        return Part.of(SPACES);
      case 'w':
        return Part.of(fold(WORD));
      case 'D', 'S', 'W':
        return Part.VARIABLE;
      case 'p', 'P':
        at = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) + 1 : at + 1;
        return Part.VARIABLE;
      default:
        return literal(character(c));
    }
  }

  /** That of an escape. */
  private int character(char c) {
    int simple = "aftnrv".indexOf(c);
    if (simple >= 0) {
      return "\u0007\f\t\n\r\u000b".charAt(simple);
    }
    if (c == 'x') {
      int end = pattern.charAt(at) == '{' ? pattern.indexOf('}', at) : at + 2;
      int from = pattern.charAt(at) == '{' ? at + 1 : at;
      at = pattern.charAt(at) == '{' ? end + 1 : end;
      return Integer.parseInt(pattern.substring(from, end), 16);
    }
    if (Character.isLetterOrDigit(c)) {
      throw new Unknown();
    }
    return c;
  }

  /** Of a class in brackets. */
  private Part characters() {
    if (skips("^")) {
      skipClass();
      return Part.VARIABLE;
    }
    CharSet set = CharSet.NONE;
    boolean first = true;
    while (first || pattern.charAt(at) != ']') {
      first = false;
      if (pattern.startsWith("[:", at)) {
        throw new Unknown();
      }
      char c = pattern.charAt(at++);
      char kind = c == '\\' ? pattern.charAt(at++) : ' ';
      if (kind == 'd' || kind == 's' || kind == 'w') {
        set = set.or(kind == 'd' ? DIGITS : kind == 's' ? SPACES : WORD);
        continue;
      }
      int from = c == '\\' ? character(kind) : c;
      int to = from;
      if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
        at++;
        char end = pattern.charAt(at++);
        to = end == '\\' ? character(pattern.charAt(at++)) : end;
      }
      if (Character.isSurrogate((char) from) || Character.isSurrogate((char) to) || to > 0xffff) {
        throw new Unknown();
      }
      set = set.or(CharSet.range(from, to));
    }
    at++;
    return Part.of(fold(set));
  }

  private void skipClass() {
    for (boolean first = true; first || pattern.charAt(at) != ']'; first = false) {
      int posix = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at) : -1;
      if (posix >= 0) {
        at = posix + 2;
      } else {
        at += pattern.charAt(at) == '\\' ? 2 : 1;
      }
    }
    at++;
  }
}
