// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.RouteSource;
import io.obsagent.spi.telemetry.ServerExchange;
import io.opentelemetry.context.Context;
import java.net.InetSocketAddress;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.jspecify.annotations.Nullable;

/** A request that is being served, as an attribute of it. */
final class ServedRequest {
  private static final Guard GUARD = Guard.of(ServedRequest.class);
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int BAD_REQUEST = 400;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final AttributeKey<ServedRequest> KEY =
      AttributeKey.create("obs-agent.request", ServedRequest.class);

  private final ServerExchange<Answer> exchange;
  private final boolean head;
  private final MatchedPath path = new MatchedPath();

  private volatile boolean upgraded;

  private ServedRequest(ServerExchange<Answer> exchange, boolean head) {
    this.exchange = exchange;
    this.head = head;
  }

  /** Answers null for a request not to be watched. */
  static @Nullable ServedRequest start(HttpRequest request, @Nullable InetSocketAddress peer) {
    ServerExchange<Answer> exchange =
        ServerExchange.start(
            PekkoAdapter.INSTANCE, new IncomingRequest(request, peer), new Answer());
    return exchange == null
        ? null
        : new ServedRequest(exchange, request.method().value().equals("HEAD"));
  }

  static @Nullable ServedRequest of(HttpRequest request) {
    return request.getAttribute(KEY).orElse(null);
  }

  /** The request as the application gets it. */
  HttpRequest in(HttpRequest request) {
    return request.addAttribute(KEY, this);
  }

  Context context() {
    return exchange.operation().context();
  }

  MatchedPath path() {
    return path;
  }

  /**
   * The application's answer is passed on to be written. The request ends with its body: at once
   * where that is there already.
   *
   * @return what to pass on in its place
   */
  HttpResponse answer(HttpResponse response) {
    if (response.status().intValue() == SWITCHING_PROTOCOLS && toHttp2(response)) {
      upgraded = true;
      exchange.abandonWith(this);
      return response;
    }
    HttpResponse result = response;
    try {
      result = commit(response);
    } catch (Throwable e) {
      GUARD.caught(e); // the request ends all the same
    }
    ResponseEntity watched = head ? null : WatchedBody.of(result.entity(), this);
    if (watched == null) {
      exchange.end(null);
      return result;
    }
    return result.withEntity(watched);
  }

  private HttpResponse commit(HttpResponse response) {
    Answer answer = exchange.response();
    answer.take(response);
    String route = path.route();
    if (route != null) {
      exchange.operation().route(RouteSource.CONTROLLER, route);
    }
    exchange.beforeCommit();
    HttpResponse answered = answer.give();
    return answered == null ? response : answered;
  }

  private static boolean toHttp2(HttpResponse response) {
    return response
        .getHeader("upgrade")
        .filter(upgrade -> upgrade.value().equalsIgnoreCase("h2c"))
        .isPresent();
  }

  /** Whether it came by HTTP/1, and is the first of a connection that speaks HTTP/2 now. */
  boolean takeUpgrade() {
    boolean taken = upgraded;
    upgraded = false;
    return taken;
  }

  /** Ends the request once nobody has it any more; for one that no connection knows. */
  void abandonWithIt() {
    exchange.abandonWith(this);
  }

  /** Ends the request if nobody can ask for its body any more. */
  void abandonWith(Object owner) {
    exchange.abandonWith(owner);
  }

  /** What the application threw; the server makes an answer of it, and closes the connection. */
  void fail(Throwable thrown) {
    if (thrown instanceof EntityStreamException || thrown instanceof IllegalUriException) {
      exchange.beforeCommit(BAD_REQUEST);
      exchange.end(null);
    } else if (thrown instanceof EntityStreamSizeException) {
      exchange.beforeCommit(CONTENT_TOO_LARGE);
      exchange.end(null);
    } else {
      exchange.end(thrown);
    }
  }

  void end(@Nullable Throwable thrown) {
    if (!exchange.operation().ended()) {
      exchange.end(thrown);
    }
  }

  void clientGone() {
    exchange.clientGone();
    exchange.abandon();
  }
}
