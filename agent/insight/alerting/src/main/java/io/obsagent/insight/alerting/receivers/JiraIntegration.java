// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One issue of Jira for a group of alerts, which it is known by through a label, as Alertmanager
 * keeps it: made when the group fires, updated with each notification, moved to another status at
 * its end.
 *
 * @see <a href="https://developer.atlassian.com/cloud/jira/platform/rest/v3/">API</a>
 */
record JiraIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender)
    implements Integration {
  private static final int MAX_SUMMARY = 255;
  private static final int MAX_DESCRIPTION = 32_767;

  /** An issue that is there already. */
  private record Issue(String key, boolean done) {}

  @Override
  public void send(Notification notification) throws DeliveryException {
    Issue issue = find(notification);
    if (issue == null) {
      if (notification.isFiring()) {
        request("POST", path("issue"), Map.of("fields", fields(notification, false)));
      }
      return;
    }
    String path = path("issue/" + issue.key);
    request("PUT", path, Map.of("fields", fields(notification, true)));
    String transition =
        notification.isFiring() == issue.done
            ? config.text(issue.done ? "reopen_transition" : "resolve_transition", "")
            : "";
    if (!transition.isEmpty()) {
      String id = transition(path + "/transitions", transition);
      request("POST", path + "/transitions", Map.of("transition", Map.of("id", id)));
    }
  }

  private static String label(Notification notification) {
    return "ALERT{" + notification.keyHash() + "}";
  }

  private @Nullable Issue find(Notification notification) throws DeliveryException {
    StringBuilder jql = new StringBuilder();
    String wontFix = config.text("wont_fix_resolution", "");
    if (!wontFix.isEmpty()) {
      jql.append("(resolution is EMPTY or resolution != ").append(quote(wontFix)).append(") and ");
    }
    long minutes = PromDuration.parse(config.text("reopen_duration", "0s")).toMinutes();
    boolean reopens = !config.text("reopen_transition", "").isEmpty() && minutes > 0;
    jql.append(
        notification.isFiring() && reopens
            ? "(resolutiondate is EMPTY OR resolutiondate >= -" + minutes + "m)"
            : "statusCategory != Done");
    jql.append(" and project=").append(quote(text("project", notification)));
    jql.append(" and labels=").append(quote(label(notification)));
    jql.append(" order by status ASC,resolutiondate DESC");
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("jql", jql.toString());
    search.put("maxResults", 2);
    search.put("fields", List.of("status"));
    Object issues = member(request("POST", searchPath(), search), "issues");
    if (!(issues instanceof List<?> found) || found.isEmpty()) {
      return null;
    }
    Object status = member(member(found.get(0), "fields"), "status");
    Object category = member(member(status, "statusCategory"), "key");
    return new Issue(key(member(found.get(0), "key")), "done".equals(category));
  }

  /** It becomes a part of addresses. */
  private static String key(@Nullable Object key) throws DeliveryException {
    if (key instanceof String text && text.matches("[A-Za-z0-9_]{1,64}-[0-9]{1,18}")) {
      return text;
    }
    throw new DeliveryException("Jira answers with no issue's key", false);
  }

  /** Jira Cloud has given up the search that a data center has. */
  private String searchPath() {
    String type = config.text("api_type", "auto");
    String host = URI.create(config.text("api_url", "")).getHost();
    boolean cloud = type.equals("cloud") || type.equals("auto") && host.endsWith(".atlassian.net");
    return cloud ? path("search/jql").replaceFirst("/rest/api/2/", "/rest/api/3/") : path("search");
  }

  private String path(String path) {
    String base = config.text("api_url", "");
    return (base.endsWith("/") ? base : base + "/") + path;
  }

  private String transition(String path, String name) throws DeliveryException {
    Object transitions = member(request("GET", path, null), "transitions");
    if (transitions instanceof List<?> list) {
      for (Object transition : list) {
        if (name.equals(member(transition, "name"))) {
          return String.valueOf(member(transition, "id"));
        }
      }
    }
    throw new DeliveryException("Jira has no transition '" + name + "' from the status now", false);
  }

  private Map<String, @Nullable Object> fields(Notification notification, boolean update)
      throws DeliveryException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("project", Map.of("key", text("project", notification)));
    fields.put("issuetype", Map.of("name", text("issue_type", notification)));
    if (!update || config.flag("summary.enable_update", true)) {
      fields.put("summary", Renderer.cut(text("summary", notification), MAX_SUMMARY));
    }
    if (!update || config.flag("description.enable_update", true)) {
      Object description = description(notification);
      if (description != null) {
        fields.put("description", description);
      }
    }
    TreeSet<String> labels = new TreeSet<>();
    for (String label : config.textLists().getOrDefault("labels", List.of())) {
      labels.add(renderer.text(label, notification));
    }
    labels.add(label(notification));
    fields.put("labels", List.copyOf(labels));
    String priority = text("priority", notification);
    if (!priority.isEmpty()) {
      fields.put("priority", Map.of("name", priority));
    }
    ConfigNode more = config.trees().get("fields");
    if (more != null && renderer.tree(more, notification) instanceof Map<?, ?> own) {
      own.forEach((name, value) -> fields.put(String.valueOf(name), value));
    }
    return fields;
  }

  /** Version 3 of the API takes a document: the text is one in JSON, or becomes one. */
  private @Nullable Object description(Notification notification) throws DeliveryException {
    String text = Renderer.cut(text("description", notification), MAX_DESCRIPTION);
    if (text.isBlank()) {
      return null;
    }
    if (!config.text("api_url", "").matches(".*/3/?")) {
      return text;
    }
    return text.strip().startsWith("{") && parse(text) instanceof Map<?, ?> document
        ? document
        : document(text);
  }

  /** A paragraph for each line. */
  private static Map<String, Object> document(String text) {
    List<Object> paragraphs = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank()) {
        paragraphs.add(node("paragraph", "content", List.of(node("text", "text", line))));
      }
    }
    Map<String, Object> document = node("doc", "content", paragraphs);
    document.put("version", 1);
    return document;
  }

  private static Map<String, Object> node(String type, String key, Object value) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("type", type);
    node.put(key, value);
    return node;
  }

  private String text(String key, Notification notification) throws DeliveryException {
    return renderer.text(
        config.text(key, "{{ template \"jira.default." + key + "\" . }}"), notification);
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private @Nullable Object request(String method, String url, @Nullable Object body)
      throws DeliveryException {
    HttpSender.Answer answer =
        sender.send(
            method,
            Secret.of(url),
            body == null ? "" : Json.write(body),
            Map.of("Content-Type", "application/json", "Accept-Language", "en"));
    HttpSender.check(answer);
    return parse(answer.body());
  }

  private static @Nullable Object parse(String json) {
    try {
      return YamlValue.parse(json);
    } catch (YamlException notJson) {
      return null;
    }
  }

  private static @Nullable Object member(@Nullable Object value, String name) {
    return value instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
