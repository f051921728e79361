// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The frame that requests of all signals have: a resource, and below it scopes with what they made.
 * Not thread-safe.
 */
abstract class RequestEncoder extends AttributeEncoder {
  private static final int RESOURCE_ITEMS = 1;
  private static final int SCOPE_ITEMS = 2;

  /** Bytes of length that are left room for: requests are mostly this large. */
  private static final int ROOM = 3;

  private final byte[] resource;
  private int requestBegin;
  private int scopeBegin;

  RequestEncoder(Map<String, String> resourceAttributes) {
    int begin = beginMessage(1, 1);
    resourceAttributes.forEach((key, value) -> keyValue(1, key, value));
    endLength(begin, 1);
    resource = new byte[size()];
    view().get(resource);
  }

  final void beginRequest() {
    clear();
    requestBegin = beginMessage(RESOURCE_ITEMS, ROOM);
    writeBytes(resource);
  }

  final void beginScope(String name) {
    scopeBegin = beginMessage(SCOPE_ITEMS, ROOM);
    int begin = beginMessage(1, 1);
    stringField(1, name);
    endLength(begin, 1);
  }

  final void endScope() {
    endLength(scopeBegin, ROOM);
  }

  /** A view that is good until the next call. */
  final ByteBuffer endRequest() {
    endLength(requestBegin, ROOM);
    return view();
  }
}
