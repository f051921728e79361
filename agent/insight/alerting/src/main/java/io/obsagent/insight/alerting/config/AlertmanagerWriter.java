// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a configuration as a file for a real Alertmanager. */
final class AlertmanagerWriter {
  private static final List<String> DAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> NUMBERS = List.of("max_alerts");
  private static final List<String> FLAGS =
      List.of(
          "require_tls",
          "link_names",
          "short_fields",
          "short",
          "update_alerts",
          "monospace",
          "force_implicit_tls",
          "update_message",
          "requested_ack",
          "persistent_notifications");

  private final boolean secrets;

  /**
   * @param secrets whether they are written, or masked
   */
  AlertmanagerWriter(boolean secrets) {
    this.secrets = secrets;
  }

  /** The value of a secret as configured, or what stands for it; a file's name is none. */
  private String shown(Secret secret) {
    return secrets || secret.isInFile() ? secret.source() : "<secret>";
  }

  String write(NotifyConfig config) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("global", Map.of("resolve_timeout", PromDuration.format(config.resolveTimeout)));
    root.put("route", route(config.route, config));
    List<Object> rules = new ArrayList<>();
    for (InhibitRule rule : config.inhibitRules) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("source_matchers", matchers(rule.sources()));
      entry.put("target_matchers", matchers(rule.targets()));
      entry.put("equal", rule.equal());
      rules.add(entry);
    }
    putUnlessEmpty(root, "inhibit_rules", rules);
    List<Object> intervals = new ArrayList<>();
    config.timeIntervals.forEach(
        (name, parts) -> intervals.add(ordered("name", name, "time_intervals", intervals(parts))));
    putUnlessEmpty(root, "time_intervals", intervals);
    List<Object> receivers = new ArrayList<>();
    for (ReceiverConfig receiver : config.receivers.values()) {
      receivers.add(receiver(receiver));
    }
    root.put("receivers", receivers);
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(4_096).build();
    return new Dump(settings).dumpToString(root);
  }

  private static Map<String, Object> ordered(String a, Object first, String b, Object second) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, first);
    map.put(b, second);
    return map;
  }

  /** A copy, because the same list twice would become an anchor and an alias. */
  private static void putUnlessEmpty(Map<String, Object> target, String key, List<?> values) {
    if (!values.isEmpty()) {
      target.put(key, new ArrayList<>(values));
    }
  }

  private Map<String, Object> route(Route route, NotifyConfig config) {
    Map<String, Object> entry = new LinkedHashMap<>();
    // A schedule is ours alone: its first week stands for it.
    OnCallSchedule schedule = config.schedules.get(route.receiver());
    entry.put("receiver", schedule == null ? route.receiver() : schedule.weeks().get(0));
    putUnlessEmpty(entry, "matchers", matchers(route.matchers()));
    if (route.continues()) {
      entry.put("continue", true);
    }
    putUnlessEmpty(entry, "group_by", route.groupByAll() ? List.of("...") : route.groupBy());
    entry.put("group_wait", PromDuration.format(route.groupWait()));
    entry.put("group_interval", PromDuration.format(route.groupInterval()));
    entry.put("repeat_interval", PromDuration.format(route.repeatInterval()));
    putUnlessEmpty(entry, "mute_time_intervals", route.muteTimeIntervals());
    putUnlessEmpty(entry, "active_time_intervals", route.activeTimeIntervals());
    if (!route.labels().isEmpty()) {
      entry.put("labels", new LinkedHashMap<>(route.labels()));
    }
    List<Object> children = new ArrayList<>();
    for (Route child : route.routes()) {
      children.add(route(child, config));
    }
    putUnlessEmpty(entry, "routes", children);
    return entry;
  }

  private static List<String> matchers(List<LabelMatcher> matchers) {
    List<String> texts = new ArrayList<>();
    for (LabelMatcher matcher : matchers) {
      texts.add(MatcherParser.format(matcher));
    }
    return texts;
  }

  private static List<Object> intervals(List<TimeInterval> parts) {
    List<Object> entries = new ArrayList<>();
    for (TimeInterval part : parts) {
      Map<String, Object> entry = new LinkedHashMap<>();
      List<Object> times = new ArrayList<>();
      for (TimeInterval.Range range : part.times()) {
        times.add(ordered("start_time", clock(range.from()), "end_time", clock(range.to())));
      }
      putUnlessEmpty(entry, "times", times);
      List<Object> weekdays = new ArrayList<>();
      for (TimeInterval.Range range : part.weekdays()) {
        weekdays.add(DAYS.get(range.from()) + ":" + DAYS.get(range.to()));
      }
      putUnlessEmpty(entry, "weekdays", weekdays);
      putUnlessEmpty(entry, "days_of_month", ranges(part.daysOfMonth()));
      putUnlessEmpty(entry, "months", ranges(part.months()));
      putUnlessEmpty(entry, "years", ranges(part.years()));
      String zone = part.location().getId();
      entry.put("location", zone.equals("Z") ? "UTC" : zone);
      entries.add(entry);
    }
    return entries;
  }

  private static String clock(int minutes) {
    int hour = minutes / 60;
    int minute = minutes % 60;
    return (hour < 10 ? "0" : "") + hour + (minute < 10 ? ":0" : ":") + minute;
  }

  private static List<Object> ranges(List<TimeInterval.Range> ranges) {
    List<Object> texts = new ArrayList<>();
    for (TimeInterval.Range range : ranges) {
      texts.add(range.from() + ":" + range.to());
    }
    return texts;
  }

  private Map<String, Object> receiver(ReceiverConfig receiver) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", receiver.name());
    for (IntegrationConfig config : receiver.integrations()) {
      @SuppressWarnings("unchecked")
      List<Object> same =
          (List<Object>) entry.computeIfAbsent(config.type().key(), key -> new ArrayList<>());
      same.add(integration(config));
    }
    return entry;
  }

  private Map<String, Object> integration(IntegrationConfig config) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("send_resolved", config.sendResolved());
    config
        .secrets()
        .forEach(
            (key, secret) -> entry.put(secret.isInFile() ? key + "_file" : key, shown(secret)));
    for (String key : config.type().texts) {
      if (config.texts().containsKey(key)) {
        boolean flag = key.equals("html") && config.type() == IntegrationType.PUSHOVER;
        String text = config.text(key, "");
        entry.put(key, flag ? Boolean.valueOf(text) : typed(key, text));
      }
      String update = config.text(key + ".enable_update", "");
      if (!update.isEmpty()) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("template", config.text(key, "{{ template \"jira.default." + key + "\" . }}"));
        field.put("enable_update", Boolean.valueOf(update));
        entry.put(key, field);
      }
    }
    // A limit of its own for one webhook came with a later version.
    entry.remove("timeout");
    config
        .maps()
        .forEach(
            (key, map) -> {
              Map<String, Object> typed = new LinkedHashMap<>();
              boolean flags = key.equals("priority");
              map.forEach((name, text) -> typed.put(name, flags ? typed(name, text) : text));
              entry.put(key, typed);
            });
    config.trees().forEach((key, tree) -> entry.put(key, plain(tree, key.equals("attachments"))));
    sigv4(entry);
    Map<String, String> threading = config.map("threading");
    if (!threading.isEmpty()) {
      Map<String, Object> typed = new LinkedHashMap<>(threading);
      typed.computeIfPresent("enabled", (key, text) -> Boolean.valueOf(text.toString()));
      entry.put("threading", typed);
    }
    entry.remove("severity_mapping");
    config
        .lists()
        .forEach(
            (key, elements) -> {
              List<Object> typed = new ArrayList<>();
              for (Map<String, String> element : elements) {
                Map<String, Object> map = new LinkedHashMap<>();
                element.forEach((name, text) -> map.put(name, typed(name, text)));
                typed.add(map);
              }
              entry.put(key, typed);
            });
    config.textLists().forEach(entry::put);
    entry.remove("mention_users");
    http(config, entry);
    return entry;
  }

  /**
   * @param flags whether what is one by its name is written as one
   */
  private static @Nullable Object plain(ConfigNode node, boolean flags) {
    if (node instanceof ConfigNode.Sequence sequence) {
      List<@Nullable Object> list = new ArrayList<>();
      sequence.items().forEach(item -> list.add(plain(item, flags)));
      return list;
    }
    if (node instanceof ConfigNode.Mapping mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                Object plain = plain(value, flags);
                map.put(key, flags && plain instanceof String text ? typed(key, text) : plain);
              });
      return map;
    }
    return node instanceof ConfigNode.Scalar scalar ? scalar.text() : null;
  }

  @SuppressWarnings("unchecked")
  private static void sigv4(Map<String, Object> entry) {
    Object secret = entry.remove("sigv4.secret_key");
    if (secret != null) {
      ((Map<String, Object>) entry.get("sigv4")).put("secret_key", secret);
    }
  }

  private static Object typed(String key, String text) {
    return FLAGS.contains(key)
        ? (Object) Boolean.valueOf(text)
        : NUMBERS.contains(key) ? (Object) Integer.valueOf(text) : text;
  }

  private void http(IntegrationConfig config, Map<String, Object> entry) {
    if (config.type() == IntegrationType.EMAIL) {
      if (!config.tls().isDefault()) {
        entry.put("tls_config", tls(config.tls()));
      }
      return;
    }
    HttpOptions options = config.http();
    if (options.isDefault()) {
      return;
    }
    Map<String, Object> http = new LinkedHashMap<>();
    Secret credentials = options.credentials();
    if (credentials != null) {
      String key = credentials.isInFile() ? "credentials_file" : "credentials";
      http.put("authorization", ordered("type", options.scheme(), key, shown(credentials)));
    }
    if (!options.username().isEmpty()) {
      Map<String, Object> basic = new LinkedHashMap<>(Map.of("username", options.username()));
      Secret password = options.password();
      if (password != null) {
        basic.put(password.isInFile() ? "password_file" : "password", shown(password));
      }
      http.put("basic_auth", basic);
    }
    OAuth2Options oauth2 = options.oauth2();
    if (oauth2 != null) {
      http.put("oauth2", oauth2(oauth2));
    }
    proxy(http, options.proxy());
    Map<String, Object> headers = new LinkedHashMap<>();
    options.headers().forEach((name, text) -> headers.put(name, header(text)));
    if (!headers.isEmpty()) {
      http.put("http_headers", headers);
    }
    if (!options.tls().isDefault()) {
      http.put("tls_config", tls(options.tls()));
    }
    entry.put("http_config", http);
  }

  private Map<String, Object> oauth2(OAuth2Options options) {
    Map<String, Object> oauth2 = new LinkedHashMap<>();
    oauth2.put("client_id", options.clientId());
    Secret secret = options.clientSecret();
    oauth2.put(secret.isInFile() ? "client_secret_file" : "client_secret", shown(secret));
    putUnlessEmpty(oauth2, "scopes", options.scopes());
    oauth2.put("token_url", options.tokenUrl());
    if (!options.endpointParams().isEmpty()) {
      oauth2.put("endpoint_params", options.endpointParams());
    }
    proxy(oauth2, options.proxy());
    if (!options.tls().isDefault()) {
      oauth2.put("tls_config", tls(options.tls()));
    }
    return oauth2;
  }

  /** The name and password of a proxy are masked, and the rest of it stays a URL. */
  private void proxy(Map<String, Object> target, ProxyOptions options) {
    Secret url = options.url();
    if (url != null) {
      target.put(
          "proxy_url", secrets ? url.source() : url.source().replaceFirst("//[^@/]*@", "//"));
    }
    if (!options.noProxy().isEmpty()) {
      target.put("no_proxy", options.noProxy());
    }
    if (options.fromEnvironment()) {
      target.put("proxy_from_environment", true);
    }
    Map<String, Object> headers = new LinkedHashMap<>();
    options
        .connectHeaders()
        .forEach((name, text) -> headers.put(name, secrets ? text.values() : List.of("<secret>")));
    if (!headers.isEmpty()) {
      target.put("proxy_connect_header", headers);
    }
  }

  private Map<String, Object> header(HeaderText text) {
    Map<String, Object> header = new LinkedHashMap<>();
    List<String> direct = new ArrayList<>();
    List<String> files = new ArrayList<>();
    text.secrets().forEach(secret -> (secret.isInFile() ? files : direct).add(shown(secret)));
    putUnlessEmpty(header, "values", text.values());
    putUnlessEmpty(header, "secrets", direct);
    putUnlessEmpty(header, "files", files);
    return header;
  }

  private Map<String, Object> tls(TlsOptions options) {
    Map<String, Object> tls = new LinkedHashMap<>();
    pem(tls, "ca", options.ca());
    pem(tls, "cert", options.certificate());
    Secret key = options.key();
    if (key != null) {
      tls.put(key.isInFile() ? "key_file" : "key", shown(key));
    }
    for (Map.Entry<String, String> text :
        Map.of(
                "server_name", options.serverName(),
                "min_version", options.minVersion(),
                "max_version", options.maxVersion())
            .entrySet()) {
      if (!text.getValue().isEmpty()) {
        tls.put(text.getKey(), text.getValue());
      }
    }
    tls.put("insecure_skip_verify", options.insecure());
    return tls;
  }

  private static void pem(Map<String, Object> target, String key, String pemOrFile) {
    if (!pemOrFile.isEmpty()) {
      target.put(pemOrFile.contains("-----BEGIN") ? key : key + "_file", pemOrFile);
    }
  }
}
