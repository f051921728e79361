// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.template.TemplateException;
import io.obsagent.insight.template.TemplateObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A notification as Alertmanager's templates see it. */
record TemplateData(Notification notification, Map<String, String> routeLabels)
    implements TemplateObject {
  private static final Instant NO_END = Instant.parse("0001-01-01T00:00:00Z");

  @Override
  public @Nullable Object get(String name, List<@Nullable Object> args) throws TemplateException {
    return switch (name) {
      case "Receiver" -> notification.receiver();
      case "Status" -> notification.status();
      case "Alerts" -> new Alerts(notification.alerts());
      case "GroupLabels" -> new Pairs(notification.groupLabels().toMap());
      case "CommonLabels" -> new Pairs(notification.commonLabels());
      case "CommonAnnotations" -> new Pairs(notification.commonAnnotations());
      case "ExternalURL" -> notification.externalUrl();
      case "RouteLabels" -> new Pairs(routeLabels);
      case "NotificationReason" -> notification.reason();
      case "GroupKey" -> notification.groupKey();
      default -> throw unknown(name);
    };
  }

  @Override
  public Object json() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("receiver", notification.receiver());
    fields.put("status", notification.status());
    fields.put("alerts", new Alerts(notification.alerts()));
    fields.put("groupLabels", new Pairs(notification.groupLabels().toMap()));
    fields.put("commonLabels", new Pairs(notification.commonLabels()));
    fields.put("commonAnnotations", new Pairs(notification.commonAnnotations()));
    fields.put("routeLabels", new Pairs(routeLabels));
    fields.put("notification_reason", notification.reason());
    fields.put("externalURL", notification.externalUrl());
    return fields;
  }

  private static TemplateException unknown(String name) {
    return new TemplateException("can't evaluate field " + name);
  }

  private record Alerts(List<Notification.Item> items) implements TemplateObject {
    @Override
    public Object get(String name, List<@Nullable Object> args) throws TemplateException {
      boolean firing = name.equals("Firing");
      if (!firing && !name.equals("Resolved")) {
        throw unknown(name);
      }
      List<Notification.Item> found = new ArrayList<>();
      for (Notification.Item item : items) {
        if (item.firing() == firing) {
          found.add(item);
        }
      }
      return new Alerts(found);
    }

    @Override
    public Object elements() {
      List<Object> elements = new ArrayList<>();
      for (Notification.Item item : items) {
        elements.add(new One(item));
      }
      return elements;
    }
  }

  private record One(Notification.Item item) implements TemplateObject {
    @Override
    public Object get(String name, List<@Nullable Object> args) throws TemplateException {
      return switch (name) {
        case "Status" -> item.status();
        case "Labels" -> new Pairs(item.alert().labels().toMap());
        case "Annotations" -> new Pairs(item.alert().annotations());
        case "StartsAt" -> item.alert().startsAt().atZone(ZoneOffset.UTC);
        case "EndsAt" -> (item.firing() ? NO_END : item.stored().endsAt()).atZone(ZoneOffset.UTC);
        case "GeneratorURL" -> item.alert().generatorUrl();
        case "Fingerprint" -> item.fingerprint();
        default -> throw unknown(name);
      };
    }

    @Override
    public Object json() throws TemplateException {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      for (String name :
          List.of("Status", "Labels", "Annotations", "StartsAt", "EndsAt", "GeneratorURL")) {
        String field = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        fields.put(field, get(name, List.of()));
      }
      fields.put("fingerprint", item.fingerprint());
      return fields;
    }
  }

  private record Pair(String name, String value) implements TemplateObject {
    @Override
    public Object get(String field, List<@Nullable Object> args) throws TemplateException {
      return switch (field) {
        case "Name" -> name;
        case "Value" -> value;
        default -> throw unknown(field);
      };
    }

    @Override
    public Object json() {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("Name", name);
      fields.put("Value", value);
      return fields;
    }
  }

  /** Sorted name-value pairs; {@code alertname} comes first. */
  private record Pairs(Map<String, String> map) implements TemplateObject {
    @Override
    public Object get(String name, List<@Nullable Object> args) throws TemplateException {
      return switch (name) {
        case "SortedPairs" -> new PairList(sorted());
        case "Names" -> new PairList(sorted()).get("Names", List.of());
        case "Values" -> new PairList(sorted()).get("Values", List.of());
        case "Remove" -> without(args);
        default -> map.getOrDefault(name, "");
      };
    }

    private List<Pair> sorted() {
      List<Pair> pairs = new ArrayList<>();
      String alert = map.get("alertname");
      if (alert != null) {
        pairs.add(new Pair("alertname", alert));
      }
      new TreeMap<>(map)
          .forEach(
              (name, value) -> {
                if (!name.equals("alertname")) {
                  pairs.add(new Pair(name, value));
                }
              });
      return pairs;
    }

    private Pairs without(List<@Nullable Object> args) throws TemplateException {
      Object given = args.size() == 1 ? args.get(0) : null;
      Object list = given instanceof Texts texts ? texts.texts : given;
      if (!(list instanceof Collection<?> names)) {
        throw new TemplateException("Remove wants a list of names");
      }
      Map<String, String> rest = new TreeMap<>(map);
      rest.keySet().removeAll(names);
      return new Pairs(rest);
    }

    @Override
    public Object elements() {
      return map;
    }

    @Override
    public String text() {
      return new PairList(sorted()).text();
    }
  }

  private record PairList(List<Pair> pairs) implements TemplateObject {
    @Override
    public Object get(String name, List<@Nullable Object> args) throws TemplateException {
      List<String> texts = new ArrayList<>();
      for (Pair pair : pairs) {
        switch (name) {
          case "Names" -> texts.add(pair.name);
          case "Values" -> texts.add(pair.value);
          default -> throw unknown(name);
        }
      }
      return new Texts(texts);
    }

    @Override
    public Object elements() {
      return pairs;
    }

    @Override
    public String text() {
      return pairs.stream()
          .map(pair -> pair.name + "=" + pair.value)
          .collect(Collectors.joining(", "));
    }
  }

  /** A list of texts, which can join itself. */
  private record Texts(List<String> texts) implements TemplateObject {
    @Override
    public Object get(String name, List<@Nullable Object> args) throws TemplateException {
      if (name.equals("Join") && args.size() == 1 && args.get(0) instanceof String separator) {
        return String.join(separator, texts);
      }
      throw unknown(name);
    }

    @Override
    public Object elements() {
      return texts;
    }
  }
}
