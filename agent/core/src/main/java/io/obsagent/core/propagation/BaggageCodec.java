// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.propagation;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The {@code baggage} header of <a href="https://www.w3.org/TR/baggage/">W3C Baggage</a>, bounded
 * in both directions. Properties of members are not kept.
 */
final class BaggageCodec {
  static final String HEADER = "baggage";

  private static final String FIRST_MEMBER = CorrelationIds.BAGGAGE_KEY + "=";
  private static final int MAX_MEMBERS = 64;
  private static final int MAX_LENGTH = 8_192;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private BaggageCodec() {}

  /** What the headers hold, or null for nothing; members beyond the bounds are left out. */
  static @Nullable Baggage parse(Iterator<String> headers) {
    BaggageBuilder builder = null;
    int members = 0;
    int length = 0;
    while (headers.hasNext()) {
      String header = headers.next();
      int from = 0;
      while (from < header.length()) {
        int comma = header.indexOf(',', from);
        int to = comma < 0 ? header.length() : comma;
        length += to - from + 1;
        if (length > MAX_LENGTH + 1 || ++members > MAX_MEMBERS) {
          return builder == null ? null : builder.build();
        }
        if (builder == null) {
          builder = Baggage.builder();
        }
        addMember(builder, header.substring(from, to));
        from = to + 1;
      }
    }
    Baggage baggage = builder == null ? null : builder.build();
    return baggage == null || baggage.isEmpty() ? null : baggage;
  }

  private static void addMember(BaggageBuilder builder, String member) {
    int properties = member.indexOf(';');
    String pair = properties < 0 ? member : member.substring(0, properties);
    int separator = pair.indexOf('=');
    if (separator <= 0) {
      return;
    }
    String key = pair.substring(0, separator).trim();
    String value = pair.substring(separator + 1).trim();
    if (!isToken(key) || !isPrintable(value)) {
      return;
    }
    try {
      // '+' stands for itself here, unlike in the forms that the decoder is made for
      String decoded =
          value.indexOf('%') < 0
              ? value
              : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
      builder.put(key, decoded);
    } catch (IllegalArgumentException e) {
      return; // a broken escape: as good as absent
    }
  }

  /**
   * @param baggage of the context, or null
   * @param correlationId replaces a member of its name
   */
  static String format(@Nullable Baggage baggage, String correlationId) {
    if (baggage == null || baggage.isEmpty()) {
      return FIRST_MEMBER.concat(correlationId); // no builder, which would be twice the text
    }
    StringBuilder header = new StringBuilder(128);
    header.append(FIRST_MEMBER).append(correlationId);
    int[] members = {1};
    baggage.forEach(
        (key, entry) -> {
          int before = header.length();
          if (key.equals(CorrelationIds.BAGGAGE_KEY) || !isToken(key)) {
            return;
          }
          header.append(',').append(key).append('=');
          encode(header, entry.getValue());
          if (header.length() > MAX_LENGTH || ++members[0] > MAX_MEMBERS) {
            header.setLength(before);
          }
        });
    return header.toString();
  }

  private static void encode(StringBuilder header, String value) {
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (isBaggageOctet(b)) {
        header.append((char) b);
      } else {
        header.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
      }
    }
  }

  private static boolean isBaggageOctet(byte b) {
    return b > 0x20 && b < 0x7f && b != '"' && b != ',' && b != ';' && b != '\\' && b != '%';
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7e) {
        return false;
      }
    }
    return true;
  }

  /** A token of RFC 7230. */
  private static boolean isToken(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c <= 0x20 || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return !key.isEmpty();
  }
}
