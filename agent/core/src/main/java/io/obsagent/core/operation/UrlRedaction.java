// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.redact.Redaction;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes credentials and secret query values out of URLs. Runs when a span is exported, not where
 * the request is served. Which names are secrets is what {@link Redaction} knows for all texts, and
 * some more; a key that is known by its shape is a secret wherever it stands. Immutable.
 */
final class UrlRedaction {
  private static final String REDACTED = "REDACTED";

  /** What is a secret as a parameter of a URL, and in a text may be anything. */
  private static final List<String> PARAMETERS =
      List.of("awsaccesskeyid", "code", "key", "session", "sid");

  private final Redaction names;

  /**
   * @param more names of parameters that are secrets
   */
  UrlRedaction(List<String> more) {
    List<String> all = new ArrayList<>(PARAMETERS);
    all.addAll(more);
    this.names = new Redaction(false, all);
  }

  String url(String url) {
    return Redaction.keys(withoutNamed(url));
  }

  private String withoutNamed(String url) {
    if (url.indexOf('?') < 0 && url.indexOf('@') < 0 && url.indexOf('#') < 0) {
      return url;
    }
    int fragment = url.indexOf('#');
    int end = fragment < 0 ? url.length() : fragment;
    int question = url.indexOf('?');
    int queryStart = question < 0 || question >= end ? end : question;
    StringBuilder result = new StringBuilder(url.length());
    appendAuthority(result, url, queryStart);
    if (queryStart < end) {
      result.append('?').append(values(url.substring(queryStart + 1, end)));
    }
    // A fragment is the browser's own; one that carries a token (implicit flow) must not stay.
    return result.toString();
  }

  private static void appendAuthority(StringBuilder result, String url, int end) {
    int scheme = url.indexOf("://");
    int authority = scheme < 0 || scheme >= end ? -1 : scheme + 3;
    if (authority < 0) {
      result.append(url, 0, end);
      return;
    }
    int slash = url.indexOf('/', authority);
    int authorityEnd = slash < 0 || slash > end ? end : slash;
    int at = url.lastIndexOf('@', authorityEnd - 1);
    if (at < authority) {
      result.append(url, 0, end);
      return;
    }
    result.append(url, 0, authority).append(REDACTED);
    int colon = url.indexOf(':', authority);
    if (colon >= 0 && colon < at) {
      result.append(':').append(REDACTED);
    }
    result.append(url, at, end);
  }

  String query(String query) {
    return Redaction.keys(values(query));
  }

  private String values(String query) {
    StringBuilder result = new StringBuilder(query.length());
    int from = 0;
    while (from <= query.length()) {
      int ampersand = query.indexOf('&', from);
      int end = ampersand < 0 ? query.length() : ampersand;
      int equals = query.indexOf('=', from);
      if (equals >= 0 && equals < end && isSecret(query.substring(from, equals))) {
        result.append(query, from, equals + 1).append(REDACTED);
      } else {
        result.append(query, from, end);
      }
      if (ampersand >= 0) {
        result.append('&');
      }
      from = end + 1;
    }
    return result.toString();
  }

  private boolean isSecret(String name) {
    String plain = name.indexOf('%') < 0 ? name : decoded(name);
    return names.isSecret(plain);
  }

  private static String decoded(String name) {
    try {
      return java.net.URLDecoder.decode(name, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
