// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.promql.PromDuration;
import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import io.obsagent.yaml.YamlDocument;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole configuration, and tells all that is wrong with it at once. */
final class NotifyConfigReader {
  private final List<String> errors = new ArrayList<>();

  private NotifyConfigReader() {}

  /** Reads one part. */
  @FunctionalInterface
  private interface Part<T> {
    T read() throws YamlException;
  }

  /** A part, or what stands for one that is wrong: then nothing of the whole will count. */
  private <T> T part(T otherwise, Part<T> part) {
    try {
      return part.read();
    } catch (YamlException e) {
      errors.addAll(e.problems());
      return otherwise;
    }
  }

  /** What is done with one element of a list. */
  @FunctionalInterface
  private interface Element {
    void read(YamlMap section) throws YamlException;
  }

  private void each(YamlMap root, String key, Element element) {
    for (YamlMap section : part(List.<YamlMap>of(), () -> root.maps(key))) {
      try {
        element.read(section);
      } catch (YamlException e) {
        errors.addAll(e.problems());
      }
    }
  }

  static NotifyConfig read(YamlDocument document, TemplateFiles files) throws YamlException {
    if (!document.faults().isEmpty()) {
      throw new YamlException(document.faults());
    }
    List<String> warnings = new ArrayList<>();
    return read(YamlMap.of(document, warnings), List.of(), warnings, files);
  }

  /**
   * @param inhibitRules that hold besides those of the mapping
   * @param warnings what the mapping's warnings go to
   */
  static NotifyConfig read(
      YamlMap root, List<InhibitRule> inhibitRules, List<String> warnings, TemplateFiles files)
      throws YamlException {
    NotifyConfigReader reader = new NotifyConfigReader();
    NotifyConfig config = reader.whole(root, new ArrayList<>(inhibitRules), warnings, files);
    if (!reader.errors.isEmpty()) {
      throw new YamlException(reader.errors);
    }
    return config;
  }

  private NotifyConfig whole(
      YamlMap root, List<InhibitRule> inhibitRules, List<String> warnings, TemplateFiles files) {
    ReceiverReader reader = new ReceiverReader();
    Duration resolveTimeout = part(Duration.ZERO, () -> global(root, reader));
    Map<String, ReceiverConfig> receivers = new LinkedHashMap<>();
    Set<String> targets = new LinkedHashSet<>();
    each(root, "receivers", section -> receiver(section, reader, receivers, targets));
    Map<String, OnCallSchedule> schedules = new LinkedHashMap<>();
    each(root, "schedules", section -> schedule(section, receivers.keySet(), schedules, targets));
    Map<String, List<TimeInterval>> intervals = new LinkedHashMap<>();
    for (String key : List.of("time_intervals", "mute_time_intervals")) {
      each(root, key, section -> timeInterval(section, intervals));
    }
    Route route =
        part(
            Route.root("", List.of(), List.of()),
            () -> route(root, new RouteReader(targets, intervals.keySet(), errors)));
    each(root, "inhibit_rules", section -> inhibitRules.add(RouteReader.inhibitRule(section)));
    List<MaintenanceWindow> windows = new ArrayList<>();
    each(root, "maintenance_windows", section -> windows.add(window(section)));
    DeliveryPolicy delivery = part(DeliveryPolicy.DEFAULT, () -> delivery(root.map("delivery")));
    List<String> alertmanagers = part(List.of(), () -> alertmanagers(root));
    List<Template> configured = part(List.of(), () -> templates(root, files));
    root.ignore(Set.of("tracing"), "the agent traces by itself");
    root.ignore(Set.of("event_recorder"), "the agent's log and metrics tell what is sent");
    part(root, () -> closed(root));
    return new NotifyConfig(
        resolveTimeout,
        route,
        receivers,
        List.copyOf(inhibitRules),
        intervals,
        List.copyOf(windows),
        schedules,
        delivery,
        alertmanagers,
        configured.isEmpty() ? null : configured.get(0),
        warnings);
  }

  private static YamlMap closed(YamlMap root) throws YamlException {
    root.close();
    return root;
  }

  private static Duration global(YamlMap root, ReceiverReader reader) throws YamlException {
    YamlMap global = root.map("global");
    reader.global(global);
    if (global == null) {
      return NotifyConfig.RESOLVE_TIMEOUT;
    }
    Duration timeout =
        global.value("resolve_timeout", NotifyConfig.RESOLVE_TIMEOUT, PromDuration::parse);
    global.close();
    return timeout;
  }

  private static Route route(YamlMap root, RouteReader reader) throws YamlException {
    YamlMap section = root.map("route");
    if (section == null) {
      throw root.error("route", "'route' is missing; add one with a receiver");
    }
    return reader.root(section);
  }

  private static void receiver(
      YamlMap section,
      ReceiverReader reader,
      Map<String, ReceiverConfig> receivers,
      Set<String> targets)
      throws YamlException {
    String name = section.required("name");
    // Whether it can be read or not: that a route names it is right.
    targets.add(name);
    if (receivers.put(name, reader.read(section)) != null) {
      throw section.error("name", "receiver '" + name + "' is defined twice");
    }
  }

  private static void timeInterval(YamlMap section, Map<String, List<TimeInterval>> intervals)
      throws YamlException {
    String name = section.required("name");
    List<TimeInterval> parts = new ArrayList<>();
    if (intervals.put(name, parts) != null) {
      throw section.error("name", "time interval '" + name + "' is defined twice");
    }
    for (YamlMap part : section.maps("time_intervals")) {
      parts.add(TimeIntervalReader.read(part));
    }
    section.close();
  }

  private static void schedule(
      YamlMap section,
      Set<String> receivers,
      Map<String, OnCallSchedule> schedules,
      Set<String> targets)
      throws YamlException {
    String name = section.required("name");
    if (!targets.add(name)) {
      throw section.error("name", "'" + name + "' is a receiver or schedule already");
    }
    List<String> weeks = section.texts("weeks");
    if (weeks.isEmpty()) {
      throw section.error("weeks", "'weeks' must list at least one receiver");
    }
    for (String week : weeks) {
      known(section, "weeks", week, receivers);
    }
    List<OnCallSchedule.Override> overrides = new ArrayList<>();
    for (YamlMap override : section.maps("overrides")) {
      String receiver = override.required("receiver");
      known(override, "receiver", receiver, receivers);
      overrides.add(
          new OnCallSchedule.Override(time(override, "from"), time(override, "to"), receiver));
      override.close();
    }
    schedules.put(
        name,
        new OnCallSchedule(
            name, TimeIntervalReader.zone(section), time(section, "start"), weeks, overrides));
    section.close();
  }

  private static void known(YamlMap section, String key, String name, Set<String> receivers)
      throws YamlException {
    if (!receivers.contains(name)) {
      throw section.error(key, "receiver '" + name + "' is not defined; defined are " + receivers);
    }
  }

  private static LocalDateTime time(YamlMap section, String key) throws YamlException {
    String text = section.required(key);
    try {
      return LocalDateTime.parse(text);
    } catch (DateTimeParseException e) {
      throw section.error(
          key, "'" + text + "' is no local time; write for example 2026-01-05T09:00");
    }
  }

  private static MaintenanceWindow window(YamlMap section) throws YamlException {
    Duration duration = section.value("duration", Duration.ofHours(1), PromDuration::parse);
    if (duration.compareTo(MaintenanceWindow.MAX_DURATION) > 0) {
      throw section.error("duration", "a maintenance window lasts at most 7 days; use a silence");
    }
    MaintenanceWindow window =
        new MaintenanceWindow(
            section.required("name"),
            RouteReader.matchers(section, "match", "match_re", "matchers"),
            start(section),
            duration,
            TimeIntervalReader.zone(section));
    section.close();
    return window;
  }

  /** Either {@code cron} or {@code weekday} with {@code start}. */
  private static Cron start(YamlMap section) throws YamlException {
    String cron = section.text("cron", "");
    String weekday = section.text("weekday", "");
    if (cron.isEmpty() == weekday.isEmpty()) {
      throw section.error("cron", "give either 'cron' or 'weekday' with 'start'");
    }
    if (!weekday.isEmpty()) {
      int minutes = TimeIntervalReader.minutes(section, "start");
      String day = weekday.substring(0, Math.min(3, weekday.length()));
      cron = minutes % 60 + " " + minutes / 60 % 24 + " * * " + day;
    }
    try {
      return Cron.parse(cron);
    } catch (IllegalArgumentException e) {
      throw section.error(weekday.isEmpty() ? "cron" : "weekday", e.getMessage());
    }
  }

  private static DeliveryPolicy delivery(@Nullable YamlMap section) throws YamlException {
    if (section == null) {
      return DeliveryPolicy.DEFAULT;
    }
    DeliveryPolicy usual = DeliveryPolicy.DEFAULT;
    Duration timeout =
        section.value(
            "webhook_timeout",
            section.value("timeout", usual.timeout(), PromDuration::parse),
            PromDuration::parse);
    int perMinute = section.number("rate_limit_per_minute", usual.perMinute());
    if (timeout.isZero() || perMinute == 0) {
      throw section.error("timeout", "timeout and rate_limit_per_minute cannot be zero");
    }
    DeliveryPolicy policy =
        new DeliveryPolicy(
            timeout,
            Math.min(section.number("retry_attempts", usual.retries()), 20),
            section.value("retry_delay", usual.retryDelay(), PromDuration::parse),
            perMinute);
    section.close();
    return policy;
  }

  private static List<String> alertmanagers(YamlMap root) throws YamlException {
    List<String> urls = root.texts("alertmanagers");
    for (String url : urls) {
      if (!HttpTarget.isUrl(url)) {
        throw root.error(
            "alertmanagers", "'" + url + "' must be a URL such as http://alertmanager:9093");
      }
    }
    return urls;
  }

  /** One, or none where none is configured. */
  private static List<Template> templates(YamlMap root, TemplateFiles files) throws YamlException {
    List<String> texts = new ArrayList<>();
    for (String glob : root.texts("templates")) {
      try {
        List<String> found = files.read(glob);
        if (found.isEmpty()) {
          root.warn("templates", "no template file matches '" + glob + "'");
        }
        texts.addAll(found);
      } catch (IOException | RuntimeException e) {
        throw root.error("templates", "cannot read '" + glob + "': " + e.getMessage());
      }
    }
    try {
      return texts.isEmpty() ? List.of() : List.of(Templates.library(texts));
    } catch (TemplateException e) {
      throw root.error("templates", e.getMessage());
    }
  }
}
