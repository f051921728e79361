// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.template.Scope;
import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static Scope scope(Notification notification) {
    return Scope.of(new TemplateData(notification))
        .timeNow(notification.now())
        .externalUrl(notification.externalUrl());
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
