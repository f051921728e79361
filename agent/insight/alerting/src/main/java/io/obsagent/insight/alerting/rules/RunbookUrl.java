// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The link from an alert to what to do: the rule's own, or the agent's page. */
public final class RunbookUrl {
  /** Where the agent serves runbooks, each under the name of its alert. */
  public static final String PATH = "/monitoring/runbooks";

  private static final String KEY = "runbook_url";

  /** How rules that come with the agent begin theirs; of use only beside the sources. */
  private static final String IN_SOURCES = "docs/runbooks.md#";

  private RunbookUrl() {}

  /**
   * The annotations of an alert that is sent, with a link that a reader can follow.
   *
   * @param externalUrl where people reach this agent; if empty, all stays as it is
   */
  public static Map<String, String> linked(
      String externalUrl, String alert, Map<String, String> annotations) {
    String given = annotations.getOrDefault(KEY, "");
    if (externalUrl.isEmpty() || !given.isEmpty() && !given.startsWith(IN_SOURCES)) {
      return annotations;
    }
    String root =
        externalUrl.endsWith("/")
            ? externalUrl.substring(0, externalUrl.length() - 1)
            : externalUrl;
    String name = URLEncoder.encode(alert, StandardCharsets.UTF_8).replace("+", "%20");
    Map<String, String> linked = new LinkedHashMap<>(annotations);
    linked.put(KEY, root + PATH + "/" + name);
    return linked;
  }
}
