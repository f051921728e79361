// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
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

/** Reads a whole configuration; the first error ends it. */
final class NotifyConfigReader {
  private NotifyConfigReader() {}

  static NotifyConfig read(String file, String text, TemplateFiles files)
      throws NotifyConfigException {
    List<String> warnings = new ArrayList<>();
    Section root = Section.parse(file, text, warnings);
    ReceiverReader reader = new ReceiverReader();
    Section global = root.section("global");
    reader.global(global);
    Duration resolveTimeout = resolveTimeout(global);
    Map<String, ReceiverConfig> receivers = receivers(root, reader);
    Map<String, OnCallSchedule> schedules = schedules(root, receivers.keySet());
    Map<String, List<TimeInterval>> intervals = timeIntervals(root);
    Set<String> targets = new LinkedHashSet<>(receivers.keySet());
    targets.addAll(schedules.keySet());
    Section routeSection = root.section("route");
    if (routeSection == null) {
      throw root.error("route", "'route' is missing; add one with a receiver");
    }
    Route route = new RouteReader(targets, intervals.keySet()).root(routeSection);
    List<InhibitRule> inhibitRules = new ArrayList<>();
    for (Section section : root.sections("inhibit_rules")) {
      inhibitRules.add(RouteReader.inhibitRule(section));
    }
    List<MaintenanceWindow> windows = windows(root);
    DeliveryPolicy delivery = delivery(root.section("delivery"));
    List<String> alertmanagers = alertmanagers(root);
    Template templates = templates(root, files);
    root.ignore(Set.of("tracing"), "the agent traces by itself");
    root.close();
    return new NotifyConfig(
        resolveTimeout,
        route,
        receivers,
        List.copyOf(inhibitRules),
        intervals,
        windows,
        schedules,
        delivery,
        alertmanagers,
        templates,
        warnings);
  }

  private static Duration resolveTimeout(@Nullable Section global) throws NotifyConfigException {
    if (global == null) {
      return Duration.ofMinutes(5);
    }
    Duration timeout = global.duration("resolve_timeout", Duration.ofMinutes(5));
    global.close();
    return timeout;
  }

  private static Map<String, ReceiverConfig> receivers(Section root, ReceiverReader reader)
      throws NotifyConfigException {
    Map<String, ReceiverConfig> receivers = new LinkedHashMap<>();
    for (Section section : root.sections("receivers")) {
      ReceiverConfig receiver = reader.read(section);
      if (receivers.put(receiver.name(), receiver) != null) {
        throw section.error("name", "receiver '" + receiver.name() + "' is defined twice");
      }
    }
    return receivers;
  }

  private static Map<String, List<TimeInterval>> timeIntervals(Section root)
      throws NotifyConfigException {
    Map<String, List<TimeInterval>> intervals = new LinkedHashMap<>();
    for (String key : List.of("time_intervals", "mute_time_intervals")) {
      for (Section section : root.sections(key)) {
        String name = section.required("name");
        List<TimeInterval> parts = new ArrayList<>();
        for (Section part : section.sections("time_intervals")) {
          parts.add(TimeIntervalReader.read(part));
        }
        section.close();
        if (intervals.put(name, parts) != null) {
          throw section.error("name", "time interval '" + name + "' is defined twice");
        }
      }
    }
    return intervals;
  }

  private static Map<String, OnCallSchedule> schedules(Section root, Set<String> receivers)
      throws NotifyConfigException {
    Map<String, OnCallSchedule> schedules = new LinkedHashMap<>();
    for (Section section : root.sections("schedules")) {
      String name = section.required("name");
      if (receivers.contains(name) || schedules.containsKey(name)) {
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
      for (Section override : section.sections("overrides")) {
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
    return schedules;
  }

  private static void known(Section section, String key, String name, Set<String> receivers)
      throws NotifyConfigException {
    if (!receivers.contains(name)) {
      throw section.error(key, "receiver '" + name + "' is not defined; defined are " + receivers);
    }
  }

  private static LocalDateTime time(Section section, String key) throws NotifyConfigException {
    String text = section.required(key);
    try {
      return LocalDateTime.parse(text);
    } catch (DateTimeParseException e) {
      throw section.error(
          key, "'" + text + "' is no local time; write for example 2026-01-05T09:00");
    }
  }

  private static List<MaintenanceWindow> windows(Section root) throws NotifyConfigException {
    List<MaintenanceWindow> windows = new ArrayList<>();
    for (Section section : root.sections("maintenance_windows")) {
      Duration duration = section.duration("duration", Duration.ofHours(1));
      if (duration.compareTo(MaintenanceWindow.MAX_DURATION) > 0) {
        throw section.error("duration", "a maintenance window lasts at most 7 days; use a silence");
      }
      windows.add(
          new MaintenanceWindow(
              section.required("name"),
              RouteReader.matchers(section, "match", "match_re", "matchers"),
              start(section),
              duration,
              TimeIntervalReader.zone(section)));
      section.close();
    }
    return List.copyOf(windows);
  }

  /** Either {@code cron} or {@code weekday} with {@code start}. */
  private static Cron start(Section section) throws NotifyConfigException {
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

  static DeliveryPolicy delivery(@Nullable Section section) throws NotifyConfigException {
    if (section == null) {
      return DeliveryPolicy.DEFAULT;
    }
    DeliveryPolicy usual = DeliveryPolicy.DEFAULT;
    Duration timeout =
        section.duration("webhook_timeout", section.duration("timeout", usual.timeout()));
    int perMinute = section.number("rate_limit_per_minute", usual.perMinute());
    if (timeout.isZero() || perMinute == 0) {
      throw section.error("timeout", "timeout and rate_limit_per_minute cannot be zero");
    }
    DeliveryPolicy policy =
        new DeliveryPolicy(
            timeout,
            Math.min(section.number("retry_attempts", usual.retries()), 20),
            section.duration("retry_delay", usual.retryDelay()),
            perMinute);
    section.close();
    return policy;
  }

  static List<String> alertmanagers(Section root) throws NotifyConfigException {
    List<String> urls = root.texts("alertmanagers");
    for (String url : urls) {
      if (!HttpTarget.isUrl(url)) {
        throw root.error(
            "alertmanagers", "'" + url + "' must be a URL such as http://alertmanager:9093");
      }
    }
    return urls;
  }

  private static Template templates(Section root, TemplateFiles files)
      throws NotifyConfigException {
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
      return Templates.library(texts);
    } catch (TemplateException e) {
      throw root.error("templates", e.getMessage());
    }
  }
}
