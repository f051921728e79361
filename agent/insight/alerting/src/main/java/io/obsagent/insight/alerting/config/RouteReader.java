// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import com.google.re2j.PatternSyntaxException;
import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.LabelMatcher.Op;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code route} and {@code inhibit_rules}. */
final class RouteReader {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ROUTES = 10_000;

  private final Set<String> receivers;
  private final Set<String> intervals;
  private final List<String> errors;
  private int routes;

  /**
   * @param errors takes what is wrong below the root
   */
  RouteReader(Set<String> receivers, Set<String> intervals, List<String> errors) {
    this.errors = errors;
    this.receivers = receivers;
    this.intervals = intervals;
  }

  Route root(YamlMap section) throws YamlException {
    for (String key : List.of("match", "match_re", "matchers")) {
      if (section.has(key)) {
        throw section.error(key, "the root route must take every alert; move '" + key + "' below");
      }
    }
    for (String key : List.of("mute_time_intervals", "active_time_intervals")) {
      if (section.has(key)) {
        throw section.error(key, "the root route cannot be muted; move '" + key + "' below");
      }
    }
    if (section.flag("continue", false)) {
      throw section.error("continue", "'continue' means nothing in the root route; remove it");
    }
    section.required("receiver");
    return route(section, null, "0", 0);
  }

  private Route route(YamlMap section, @Nullable Route parent, String id, int depth)
      throws YamlException {
    if (depth > MAX_DEPTH || ++routes > MAX_ROUTES) {
      throw section.error("receiver", "the routing tree is too large");
    }
    Route inherited = parent == null ? Route.root("", List.of(), List.of()) : parent;
    List<LabelMatcher> matchers = matchers(section, "match", "match_re", "matchers");
    TreeSet<String> groupBy = new TreeSet<>(section.texts("group_by"));
    boolean all = groupBy.remove("...");
    if (all && !groupBy.isEmpty()) {
      throw section.error("group_by", "'...' groups by all labels; it cannot stand with others");
    }
    boolean grouped = section.has("group_by");
    String receiver = section.text("receiver", inherited.receiver());
    known(section, "receiver", receiver);
    Route own =
        new Route(
            id,
            parent == null ? "{}" : parent.key() + "/" + key(matchers),
            matchers,
            section.flag("continue", false),
            receiver,
            grouped ? List.copyOf(groupBy) : inherited.groupBy(),
            grouped ? all : inherited.groupByAll(),
            section.value("group_wait", inherited.groupWait(), PromDuration::parse),
            positive(section, "group_interval", inherited.groupInterval()),
            positive(section, "repeat_interval", inherited.repeatInterval()),
            named(section, "mute_time_intervals"),
            named(section, "active_time_intervals"),
            labels(section, inherited),
            section.has("escalation") ? escalation(section) : inherited.escalation(),
            new ArrayList<>());
    int index = 0;
    for (YamlMap child : section.maps("routes")) {
      try {
        own.routes().add(route(child, own, id + "/" + index++, depth + 1));
      } catch (YamlException e) {
        errors.addAll(e.problems());
      }
    }
    section.close();
    return own;
  }

  /** Of the parent and, over them, its own. */
  private static Map<String, String> labels(YamlMap section, Route inherited) throws YamlException {
    if (!section.has("labels")) {
      return inherited.labels();
    }
    Map<String, String> labels = new TreeMap<>(inherited.labels());
    labels.putAll(section.textMap("labels"));
    for (String text : labels.values()) {
      Templates.check(section, "labels", text);
    }
    return labels;
  }

  private void known(YamlMap section, String key, String receiver) throws YamlException {
    if (!receivers.contains(receiver)) {
      throw section.error(
          key,
          "receiver '" + receiver + "' is not defined; defined are " + new TreeSet<>(receivers));
    }
  }

  private static Duration positive(YamlMap section, String key, Duration otherwise)
      throws YamlException {
    Duration value = section.value(key, otherwise, PromDuration::parse);
    if (value.isZero()) {
      throw section.error(key, key + " cannot be zero");
    }
    return value;
  }

  private List<String> named(YamlMap section, String key) throws YamlException {
    List<String> names = section.texts(key);
    for (String name : names) {
      if (!intervals.contains(name)) {
        throw section.error(
            key, "time interval '" + name + "' is not defined; define it in time_intervals");
      }
    }
    return names;
  }

  private List<EscalationStep> escalation(YamlMap section) throws YamlException {
    List<EscalationStep> steps = new ArrayList<>();
    for (YamlMap step : section.maps("escalation")) {
      String unless = step.text("unless", "");
      if (!unless.isEmpty() && !unless.equals("acked") && !unless.equals("acknowledged")) {
        throw step.error("unless", "'unless' can only be 'acked', not '" + unless + "'");
      }
      String to = step.required("to");
      known(step, "to", to);
      Duration after = step.value("after", Duration.ZERO, PromDuration::parse);
      steps.add(new EscalationStep(after, !unless.isEmpty(), to));
      step.close();
    }
    return List.copyOf(steps);
  }

  /** In the order that Alertmanager sorts them into, so that receivers see the same keys. */
  private static String key(List<LabelMatcher> matchers) {
    List<LabelMatcher> sorted = new ArrayList<>(matchers);
    sorted.sort(
        Comparator.comparing(LabelMatcher::name)
            .thenComparing(LabelMatcher::value)
            .thenComparing(LabelMatcher::op));
    StringBuilder key = new StringBuilder("{");
    for (LabelMatcher matcher : sorted) {
      key.append(key.length() > 1 ? "," : "").append(MatcherParser.format(matcher));
    }
    return key.append('}').toString();
  }

  static InhibitRule inhibitRule(YamlMap section) throws YamlException {
    InhibitRule rule =
        new InhibitRule(
            matchers(section, "source_match", "source_match_re", "source_matchers"),
            matchers(section, "target_match", "target_match_re", "target_matchers"),
            section.texts("equal"));
    section.text("name", "");
    section.close();
    return rule;
  }

  static List<LabelMatcher> matchers(YamlMap section, String equal, String regex, String key)
      throws YamlException {
    List<LabelMatcher> matchers = new ArrayList<>();
    add(section, equal, Op.EQUAL, matchers);
    add(section, regex, Op.REGEX, matchers);
    for (String text : section.texts(key)) {
      try {
        matchers.addAll(MatcherParser.parse(text));
      } catch (IllegalArgumentException e) {
        throw section.error(key, e.getMessage());
      }
    }
    return List.copyOf(matchers);
  }

  private static void add(YamlMap section, String key, Op op, List<LabelMatcher> matchers)
      throws YamlException {
    YamlMap values = section.map(key);
    for (Map.Entry<String, String> entry : new TreeMap<>(section.textMap(key)).entrySet()) {
      if (op == Op.REGEX && values != null && !values.has(entry.getKey())) {
        throw section.error(key, "'" + entry.getKey() + "' needs a regular expression");
      }
      try {
        matchers.add(new LabelMatcher(op, entry.getKey(), entry.getValue()));
      } catch (PatternSyntaxException e) {
        throw section.error(key, "'" + entry.getValue() + "' is not a regular expression");
      }
    }
  }
}
