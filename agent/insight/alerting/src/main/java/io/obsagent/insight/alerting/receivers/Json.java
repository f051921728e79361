// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.spi.http.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of requests; every text is escaped by the writer. */
public final class Json {
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private Json() {}

  /**
   * @param value maps in their order, lists, strings, numbers, booleans, null; 64 levels at most
   */
  public static String write(@Nullable Object value) {
    JsonWriter out = new JsonWriter();
    write(out, value);
    return out.toString();
  }

  private static void write(JsonWriter out, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      out.object();
      map.forEach((key, element) -> write(out.name(wellFormed(String.valueOf(key))), element));
      out.end();
    } else if (value instanceof List<?> list) {
      out.array();
      list.forEach(element -> write(out, element));
      out.end();
    } else if (value instanceof Boolean flag) {
      out.value(flag);
    } else if (value instanceof Double number) {
      out.value(number);
    } else if (value instanceof BigInteger number) {
      out.value(new BigDecimal(number));
    } else if (value instanceof Number number) {
      out.value(number.longValue());
    } else {
      out.value(value == null ? null : wellFormed(value.toString()));
    }
  }

  /** Half a surrogate pair would make the text no UTF-8. */
  private static String wellFormed(String text) {
    StringBuilder fixed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        fixed = fixed == null ? new StringBuilder(text) : fixed;
        fixed.setCharAt(i, '\ufffd');
      }
    }
    return fixed == null ? text : fixed.toString();
  }

  public static String time(Instant instant) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** The end of an alert: year one while it fires, as Alertmanager writes it. */
  static String end(Notification.Item item) {
    return item.firing() ? NO_TIME : time(item.stored().endsAt());
  }
}
