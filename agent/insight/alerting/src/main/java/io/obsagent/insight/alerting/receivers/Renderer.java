// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.template.Scope;
import io.obsagent.insight.template.Template;
import io.obsagent.insight.template.TemplateException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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
