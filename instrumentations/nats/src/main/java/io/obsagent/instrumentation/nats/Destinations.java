// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.obsagent.spi.telemetry.MessageTarget;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Names of low cardinality for where messages go to and come from. A subject may name a single
 * order; tokens that look like numbers or keys are told as {@code *}, as a subscription has them.
 */
final class Destinations {
  /** What a request is answered to. */
  private static final String REPLIES = "_INBOX";

  private static final int HEXADECIMAL = 16;
  private static final int MANY_DIGITS = 4;

  private Destinations() {}

  /** Whether a subject is the client's or the server's own: acknowledgements, JetStream's API. */
  static boolean isInternal(@Nullable String subject) {
    return subject == null || subject.isEmpty() || subject.charAt(0) == '$';
  }

  static MessageTarget published(String subject, Connection connection) {
    return of(template(subject), connection);
  }

  /**
   * The subject that was subscribed to; of JetStream, which delivers to subjects of its own, that
   * of the message.
   */
  static MessageTarget received(Message message) {
    Subscription subscription = message.getSubscription();
    String subscribed = subscription == null ? null : subscription.getSubject();
    boolean own = subscribed == null || isReply(subscribed) || message.isJetStream();
    return of(template(own ? message.getSubject() : subscribed), message.getConnection());
  }

  static boolean isReply(String subject) {
    return subject.startsWith(REPLIES);
  }

  static String template(String subject) {
    if (isReply(subject)) {
      return REPLIES;
    }
    StringBuilder template = null;
    int start = 0;
    for (int end = subject.indexOf('.');
        start <= subject.length();
        end = subject.indexOf('.', start)) {
      int stop = end < 0 ? subject.length() : end;
      boolean varies = isKey(subject, start, stop);
      if (varies && template == null) {
        template = new StringBuilder(subject.length()).append(subject, 0, start);
      }
      if (template != null) {
        if (varies) {
          template.append('*');
        } else {
          template.append(subject, start, stop);
        }
        template.append(end < 0 ? "" : ".");
      }
      start = stop + 1;
    }
    return template == null ? subject : template.toString();
  }

  /** Numbers, UUIDs and what else is hexadecimal with a digit, or has many digits. */
  private static boolean isKey(String subject, int start, int stop) {
    int digits = 0;
    boolean hexadecimal = true;
    for (int i = start; i < stop; i++) {
      char c = subject.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c != '-' && Character.digit(c, HEXADECIMAL) < 0) {
        hexadecimal = false;
      }
    }
    return digits > 0 && hexadecimal || digits >= MANY_DIGITS;
  }

  private static MessageTarget of(String destination, @Nullable Connection connection) {
    URI server = server(connection == null ? null : connection.getConnectedUrl());
    return new MessageTarget(
        "nats",
        destination,
        null,
        server == null ? null : server.getHost(),
        server == null ? -1 : server.getPort());
  }

  private static @Nullable URI server(@Nullable String url) {
    try {
      return url == null ? null : new URI(url);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
