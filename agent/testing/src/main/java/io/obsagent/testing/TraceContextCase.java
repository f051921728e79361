// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A request with some headers, and what the server has to make of its trace. The list covers what
 * the W3C's own suite for Trace Context checks, at its strict level.
 *
 * @param headers lines of the request
 * @param goesOn whether the trace {@link #TRACE} is continued, or a new one begins
 * @param states the {@code tracestate} sent on, as one line or none
 */
record TraceContextCase(String name, String[] headers, boolean goesOn, List<String> states) {
  static final String TRACE = "12345678901234567890123456789012";
  static final String PARENT = "1234567890123456";
  static final String VALID = parent("00-" + TRACE + "-" + PARENT + "-01");

  private static String parent(String value) {
    return "traceparent: " + value;
  }

  static List<TraceContextCase> all() {
    List<TraceContextCase> all = new ArrayList<>();
    parents(all);
    brokenParents(all);
    states(all);
    illegalStates(all);
    return all;
  }

  private static void goesOn(List<TraceContextCase> to, String name, String... headers) {
    to.add(new TraceContextCase(name, headers, true, List.of()));
  }

  private static void begins(List<TraceContextCase> to, String name, String... headers) {
    to.add(new TraceContextCase(name, headers, false, List.of()));
  }

  /** Lines of {@code tracestate} beside a valid parent. */
  private static void state(
      List<TraceContextCase> to, String name, String expected, String... lines) {
    List<String> headers = new ArrayList<>(List.of(VALID));
    for (String line : lines) {
      headers.add("tracestate: " + line);
    }
    List<String> states = expected.isEmpty() ? List.of() : List.of(expected);
    to.add(new TraceContextCase(name, headers.toArray(new String[0]), true, states));
  }

  private static void parents(List<TraceContextCase> to) {
    String value = "00-" + TRACE + "-" + PARENT + "-01";
    String future = "cc" + value.substring(2);
    begins(to, "no header", "Accept: */*");
    goesOn(to, "a parent alone", VALID);
    begins(to, "two parents that differ", VALID, parent(value.replace("9012-", "9011-")));
    begins(to, "two parents that are the same", VALID, VALID);
    begins(to, "two parents in one line", VALID + "," + value);
    begins(to, "a name with a dash", "trace-parent: " + value);
    begins(to, "a name with a dot", "trace.parent: " + value);
    goesOn(to, "a name in title case", "TraceParent: " + value);
    goesOn(to, "a name in mixed case", "TrAcEpArEnT: " + value);
    goesOn(to, "a name in capitals", "TRACEPARENT: " + value);
    begins(to, "version 00 with a dot behind", VALID + ".");
    begins(to, "version 00 with more behind", VALID + "-what-comes");
    goesOn(to, "a later version", parent(future));
    goesOn(to, "a later version with more behind", parent(future + "-what-comes"));
    begins(to, "a later version with a dot behind", parent(future + ".what-comes"));
    begins(to, "version ff", parent("ff" + value.substring(2)));
    goesOn(to, "a blank in front", parent(" " + value));
    goesOn(to, "a tab in front", parent("\t" + value));
    goesOn(to, "a blank behind", VALID + " ");
    goesOn(to, "a tab behind", VALID + "\t");
    goesOn(to, "white space all around", parent("\t " + value + " \t"));
  }

  private static void brokenParents(List<TraceContextCase> to) {
    String ids = "-" + TRACE + "-" + PARENT + "-01";
    for (String version : new String[] {".0", "0.", "000", "0000", "0", ""}) {
      begins(to, "version '" + version + "'", parent(version + ids));
    }
    String[] traces = {
      "0".repeat(32),
      "." + TRACE.substring(1),
      TRACE.substring(1) + ".",
      TRACE + "3",
      TRACE.substring(1),
      "ABCDEF" + TRACE.substring(6),
      ""
    };
    for (String trace : traces) {
      begins(to, "trace '" + trace + "'", parent("00-" + trace + "-" + PARENT + "-01"));
    }
    String[] spans = {
      "0".repeat(16), "." + PARENT.substring(1), PARENT.substring(1) + ".", PARENT + "7", "1"
    };
    for (String span : spans) {
      begins(to, "parent '" + span + "'", parent("00-" + TRACE + "-" + span + "-01"));
    }
    for (String flags : new String[] {".0", "0.", "001", "1", ""}) {
      begins(to, "flags '" + flags + "'", parent("00-" + TRACE + "-" + PARENT + "-" + flags));
    }
  }

  private static void states(List<TraceContextCase> to) {
    begins(to, "a state without a parent", "tracestate: foo=1");
    begins(to, "a longer state without a parent", "tracestate: foo=1,bar=2");
    begins(to, "a state beside a broken parent", parent("00-1-1-01"), "tracestate: foo=1");
    state(to, "a state", "foo=1,bar=2", "foo=1,bar=2");
    goesOn(to, "a state's name with a dash", VALID, "trace-state: foo=1");
    goesOn(to, "a state's name with a dot", VALID, "trace.state: foo=1");
    for (String name : new String[] {"TraceState", "TrAcEsTaTe", "TRACESTATE"}) {
      String[] headers = {VALID, name + ": foo=1"};
      to.add(new TraceContextCase("a state named " + name, headers, true, List.of("foo=1")));
    }
    state(to, "an empty state", "", "");
    state(to, "an empty line behind", "foo=1", "foo=1", "");
    state(to, "an empty line in front", "foo=1", "", "foo=1");
    state(to, "an empty member", "foo=1,bar=2", "foo=1,,bar=2,");
    state(
        to,
        "several lines in their order",
        "foo=1,bar=2,rojo=1,congo=2,baz=3",
        "foo=1,bar=2",
        "rojo=1,congo=2",
        "baz=3");
    state(to, "blanks around members", "foo=1,bar=2,baz=3", "foo=1 \t , \t bar=2, \t baz=3");
    state(to, "tabs around members", "foo=1,bar=2,baz=3", "foo=1\t \t,\t \tbar=2,\t \tbaz=3");
    state(to, "white space around a line", "foo=1", "\t foo=1 \t");
    String key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
    String value =
        IntStream.rangeClosed(0x20, 0x7e)
            .filter(c -> c != ',' && c != '=')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    state(to, "all that a member may hold", key + "=" + value, key + "=" + value);
    String tenant = key + "@a-z0-9_-*/=" + value;
    state(to, "all that a tenant may hold", tenant, tenant);
    state(to, "32 members", members(32), members(16), members(32).substring(members(16).length()));
    String longest = "z".repeat(256) + "=1";
    state(to, "a key of 256", "foo=1," + longest, "foo=1", longest);
    String tenants = "t".repeat(241) + "@" + "v".repeat(14) + "=1";
    state(to, "a tenant of 241 at a system of 14", "foo=1," + tenants, "foo=1", tenants);
  }

  private static void illegalStates(List<TraceContextCase> to) {
    state(to, "33 members", "", members(33));
    state(to, "33 members in two lines", "", members(32), "one=more");
    state(to, "a key of 257", "", "foo=1", "z".repeat(257) + "=1");
    state(to, "a tenant of 242", "", "foo=1", "t".repeat(242) + "@v=1");
    state(to, "a system of 15", "", "foo=1", "t@" + "v".repeat(15) + "=1");
    state(to, "a key twice in a line", "", "foo=1,foo=1");
    state(to, "a key twice with another value", "", "foo=1,foo=2");
    state(to, "a key in two lines", "", "foo=1", "foo=1");
    state(to, "a key in two lines with another value", "", "foo=1", "foo=2");
    String[] illegal = {
      "foo =1",
      "FOO=1",
      "foo.bar=1",
      "foo@=1,bar=2",
      "@foo=1,bar=2",
      "foo@@bar=1,bar=2",
      "foo@bar@baz=1,bar=2",
      "foo=bar=baz",
      "foo=,bar=3",
      "foo",
      "=1"
    };
    for (String line : illegal) {
      state(to, "illegal '" + line + "'", "", line);
    }
  }

  private static String members(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "bar" + i + "=" + i)
        .collect(Collectors.joining(","));
  }
}
