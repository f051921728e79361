// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** What counts as an address to send to. */
public final class HttpTarget {
  private HttpTarget() {}

  public static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
