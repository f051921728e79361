// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.template.Scope;
import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders a receiver's texts for notifications. Thread-safe. */
final class Renderer {
  private final Supplier<Template> library;
  private final Map<String, Template> parsed = new ConcurrentHashMap<>();

  /**
   * @param library asked when the first text is rendered
   */
  Renderer(Supplier<Template> library) {
    this.library = library;
  }

  String text(String text, Notification notification) throws DeliveryException {
    return text.contains("{{") ? render(text, scope(notification)) : text;
  }

  String html(String text, Notification notification) throws DeliveryException {
    return render(text, scope(notification).html());
  }

  /**
   * A structure of templates. What a text becomes counts as JSON or YAML where it is that, as in
   * Alertmanager: {@code '{{ .Alerts | len }}'} is a number, {@code '{{ .Alerts | toJson }}'} a
   * list.
   *
   * @return as {@link YamlValue} gives it
   */
  @Nullable Object tree(ConfigNode node, Notification notification) throws DeliveryException {
    if (node instanceof ConfigNode.Scalar scalar) {
      return typed(text(scalar.text(), notification));
    }
    if (node instanceof ConfigNode.Sequence sequence) {
      List<@Nullable Object> list = new ArrayList<>();
      for (ConfigNode element : sequence.items()) {
        list.add(tree(element, notification));
      }
      return list;
    }
    if (node instanceof ConfigNode.Mapping mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
        map.put(text(entry.getKey(), notification), tree(entry.getValue(), notification));
      }
      return map;
    }
    return null;
  }

  private static @Nullable Object typed(String text) {
    if (text.isBlank()) {
      return text;
    }
    try {
      Object value = YamlValue.parse(text);
      return value instanceof String ? text : value;
    } catch (YamlException isText) {
      return text;
    }
  }

  private Scope scope(Notification notification) throws DeliveryException {
    Map<String, String> labels = routeLabels(notification);
    return scope(notification, labels).routeLabels(labels);
  }

  private static Scope scope(Notification notification, Map<String, String> routeLabels) {
    return Scope.of(new TemplateData(notification, routeLabels))
        .timeNow(notification.now())
        .externalUrl(notification.externalUrl());
  }

  /** What the templates of the route make; one may ask for another. */
  Map<String, String> routeLabels(Notification notification) throws DeliveryException {
    Map<String, String> done = new TreeMap<>();
    for (String name : notification.routeLabels().keySet()) {
      routeLabel(name, notification, done, new HashSet<>());
    }
    return done;
  }

  private String routeLabel(
      String name, Notification notification, Map<String, String> done, Set<String> begun)
      throws DeliveryException {
    String template = notification.routeLabels().get(name);
    String before = done.get(name);
    if (template == null || before != null) {
      return before == null ? "" : before;
    }
    if (!begun.add(name)) {
      throw new DeliveryException("the route's label '" + name + "' asks for itself", false);
    }
    Scope scope =
        scope(notification, Map.of())
            .function(
                "routeLabels",
                args -> {
                  try {
                    return routeLabel(String.valueOf(args.get(0)), notification, done, begun);
                  } catch (DeliveryException e) {
                    throw new TemplateException(String.valueOf(e.getMessage()));
                  }
                });
    String text = template.contains("{{") ? render(template, scope) : template;
    done.put(name, text);
    return text;
  }

  private String render(String text, Scope scope) throws DeliveryException {
    try {
      // Texts come from the configuration, so there are few.
      Template template = parsed.get(text);
      if (template == null) {
        template = Template.parse("receiver", text).withDefinitionsOf(library.get());
        parsed.put(text, template);
      }
      return template.render(scope);
    } catch (TemplateException e) {
      throw new DeliveryException(String.valueOf(e.getMessage()), false);
    }
  }

  /** Cut to a number of characters, the last of them an ellipsis. */
  static String cut(String text, int max) {
    if (text.codePointCount(0, text.length()) <= max) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
  }
}
