// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import io.obsagent.spi.telemetry.CallDepth;
import io.obsagent.spi.telemetry.MessageTarget;
import org.jspecify.annotations.Nullable;

/** What both name spaces have in common. */
final class Jms {
  /** Each a new name. */
  static final String TEMPORARY = "(temporary)";

  static final CallDepth RECEIVING = new CallDepth();

  /** As others write what a Java identifier cannot have, so that they read each other. */
  private static final String DASH = "__dash__";

  private Jms() {}

  static MessageTarget target(@Nullable String destination) {
    return new MessageTarget(
        "jms", destination == null ? "(unknown)" : destination, null, null, -1);
  }

  /** The property that stands for a header. */
  static String property(String header) {
    return header.indexOf('-') < 0 ? header : header.replace("-", DASH);
  }

  /** The header that a property stands for. */
  static String header(String property) {
    return property.contains(DASH) ? property.replace(DASH, "-") : property;
  }
}
