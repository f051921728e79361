// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the parts of a record in their order. Not thread-safe. */
final class Reading {
  private final RecordBytes bytes;
  private int at;

  Reading(RecordBytes bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  int position() {
    return at;
  }

  String text() {
    int length = bytes.textLength(at);
    String text = bytes.text(at + 3, length);
    at += 3 + length;
    return text;
  }

  int number() {
    at += 2;
    return bytes.getShort(at - 2);
  }

  Map<String, Object> attributes(Names names) {
    int count = bytes.getByte(at++) & 0xff;
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = names.name(number());
      attributes.put(key, value(bytes.getByte(at++)));
    }
    return attributes;
  }

  private Object value(byte kind) {
    switch (kind) {
      case 'l':
        return eight();
      case 'd':
        return Double.longBitsToDouble(eight());
      case 't':
        return true;
      case 'f':
        return false;
      default:
        return text();
    }
  }

  private long eight() {
    at += 8;
    return bytes.getLong(at - 8);
  }
}
