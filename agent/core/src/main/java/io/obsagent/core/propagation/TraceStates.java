// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.propagation;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@code tracestate}: passed on as it came, or, if anything is wrong with it, not at all, as
 * <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header">W3C Trace Context</a> has it.
 * The trace goes on either way. Of a legal one that is too long, the members go for which there is
 * no room.
 */
final class TraceStates {
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_LENGTH = 2_048;
  private static final int MAX_KEY = 256;
  private static final int MAX_TENANT = 241;
  private static final int MAX_SYSTEM = 14;
  private static final int MAX_VALUE = 256;

  private TraceStates() {}

  /** All headers as one without optional white space, or null if there is none or a bad one. */
  static @Nullable String join(Iterator<String> headers) {
    if (!headers.hasNext()) {
      return null;
    }
    StringBuilder joined = new StringBuilder();
    int members = 0;
    while (headers.hasNext()) {
      members = add(joined, members, headers.next());
      if (members < 0) {
        return null;
      }
    }
    return joined.isEmpty() ? null : joined.toString();
  }

  /**
   * @param members so far
   * @return members with those of this header, or -1 if one is illegal or too many
   */
  private static int add(StringBuilder joined, int members, String header) {
    int count = members;
    int from = 0;
    while (from <= header.length()) {
      int comma = header.indexOf(',', from);
      int to = comma < 0 ? header.length() : comma;
      String member = trim(header, from, to);
      from = to + 1;
      if (member.isEmpty()) {
        continue;
      }
      if (++count > MAX_MEMBERS || !isMember(member) || holdsKey(joined, member)) {
        return -1;
      }
      if (joined.length() + member.length() < MAX_LENGTH) {
        joined.append(joined.isEmpty() ? "" : ",").append(member);
      }
    }
    return count;
  }

  private static String trim(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isMember(String member) {
    int separator = member.indexOf('=');
    if (separator <= 0 || !isKey(member, separator)) {
      return false;
    }
    int length = member.length() - separator - 1;
    if (length < 1 || length > MAX_VALUE) {
      return false;
    }
    for (int i = separator + 1; i < member.length(); i++) {
      char c = member.charAt(i);
      if (c < 0x20 || c > 0x7e || c == ',' || c == '=') {
        return false;
      }
    }
    return true;
  }

  private static boolean isKey(String member, int end) {
    int at = member.indexOf('@');
    if (at < 0 || at > end) {
      return end <= MAX_KEY && isLetter(member.charAt(0)) && isKeyPart(member, 1, end);
    }
    int system = end - at - 1;
    return at >= 1
        && at <= MAX_TENANT
        && system >= 1
        && system <= MAX_SYSTEM
        && (isLetter(member.charAt(0)) || isDigit(member.charAt(0)))
        && isKeyPart(member, 1, at)
        && isLetter(member.charAt(at + 1))
        && isKeyPart(member, at + 2, end);
  }

  private static boolean isKeyPart(String member, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = member.charAt(i);
      if (!isLetter(c) && !isDigit(c) && c != '_' && c != '-' && c != '*' && c != '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean holdsKey(StringBuilder joined, String member) {
    String key = member.substring(0, member.indexOf('=') + 1);
    for (int at = joined.indexOf(key); at >= 0; at = joined.indexOf(key, at + 1)) {
      if (at == 0 || joined.charAt(at - 1) == ',') {
        return true;
      }
    }
    return false;
  }
}
