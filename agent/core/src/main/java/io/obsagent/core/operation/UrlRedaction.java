// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes credentials and secret query values out of URLs. Runs when a span is exported, not where
 * the request is served. The conventions name the signatures of cloud providers; the rest is what
 * applications commonly call a secret. Immutable.
 */
final class UrlRedaction {
  private static final String REDACTED = "REDACTED";

  private static final List<String> SECRETS =
      List.of(
          "x-amz-signature",
          "x-amz-credential",
          "x-amz-security-token",
          "awsaccesskeyid",
          "signature",
          "sig",
          "x-goog-signature",
          "access_token",
          "refresh_token",
          "id_token",
          "token",
          "auth",
          "authorization",
          "api_key",
          "apikey",
          "api-key",
          "key",
          "password",
          "passwd",
          "pwd",
          "pass",
          "secret",
          "client_secret",
          "code",
          "session",
          "sessionid",
          "sid",
          "jwt",
          "otp",
          "pin",
          "credential",
          "credentials");

  private final Set<String> names;

  UrlRedaction(List<String> more) {
    Set<String> all = new HashSet<>(SECRETS);
    for (String name : more) {
      all.add(name.toLowerCase(Locale.ROOT));
    }
    this.names = Set.copyOf(all);
  }

  String url(String url) {
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
      result.append('?').append(query(url.substring(queryStart + 1, end)));
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
    return names.contains(plain.toLowerCase(Locale.ROOT));
  }

  private static String decoded(String name) {
    try {
      return java.net.URLDecoder.decode(name, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
