// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.log4j2;

import org.apache.logging.log4j.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are more than a text. Told by names, once a class: an {@code instanceof} would
 * load what nobody uses.
 */
final class MessageKind {
  private static final String PACKAGE = "org.apache.logging.log4j.message.";
  private static final String MAP = PACKAGE + "MapMessage";
  private static final String OBJECT = PACKAGE + "ObjectMessage";
  private static final String TEXT = "";

  /** Values of the JDK's: the class may outlive the loader that we serve. */
  private static final ClassValue<String> KINDS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            String name = each.getName();
            if (name.equals(MAP) || name.equals(OBJECT)) {
              return name;
            }
          }
          return TEXT;
        }
      };

  private MessageKind() {}

  static boolean isMap(@Nullable Message message) {
    return message != null && KINDS.get(message.getClass()).equals(MAP);
  }

  static boolean isText(Message message) {
    return KINDS.get(message.getClass()).isEmpty();
  }
}
