// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HttpServerOperation;
import org.apache.pekko.http.scaladsl.model.Uri;
import org.apache.pekko.http.scaladsl.server.PathMatcher;
import org.apache.pekko.http.scaladsl.server.RequestContext;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.scaladsl.BidiFlow;
import org.apache.pekko.stream.scaladsl.Tcp;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** Advice for the server: its connections, the application's functions, and its directives. */
final class ServerAdvices {
  private ServerAdvices() {}

  /** For {@code requestPreparation}, which makes the layer that hands out requests. */
  static final class Connection {
    private Connection() {}

    @OnExit
    @SuppressWarnings({"unchecked", "rawtypes"}) // its types are the layer's
    static @Nullable BidiFlow exit(@Return @Nullable BidiFlow layer) {
      return layer == null ? null : BidiFlow.fromGraph(new WatchedConnection()).atop(layer);
    }
  }

  /** For {@code prepareAttributes}, which tells a connection's streams what it is. */
  static final class Accepted {
    private Accepted() {}

    @OnEnter
    static Tcp.@Nullable IncomingConnection enter(
        @Argument(1) Tcp.@Nullable IncomingConnection connection) {
      return connection;
    }

    @OnExit
    static @Nullable Attributes exit(
        @Token Tcp.@Nullable IncomingConnection connection,
        @Return @Nullable Attributes attributes) {
      return attributes == null || connection == null
          ? attributes
          : attributes.and(new Peer(connection.remoteAddress()));
    }
  }

  /** For methods that are given the function that answers requests. */
  static final class Handler {
    private Handler() {}

    @ReplaceArgument(0)
    static @Nullable Function1<Object, Object> handler(
        @Argument(0) @Nullable Function1<Object, Object> own) {
      return ContextHandler.around(own);
    }
  }

  /** For {@code createAsyncHandler}, which makes such a function of a route. */
  static final class RouteHandler {
    private RouteHandler() {}

    @OnExit
    static @Nullable Function1<Object, Object> exit(
        @Return @Nullable Function1<Object, Object> own) {
      return ContextHandler.around(own);
    }
  }

  /** For {@code apply} of handlers that make a route of what another one has thrown. */
  static final class Thrown {
    private Thrown() {}

    @OnEnter
    static void enter(@Argument(0) @Nullable Throwable thrown) {
      HttpServerOperation operation = HttpServerOperation.current();
      if (operation != null && thrown != null) {
        operation.handled(thrown);
      }
    }
  }

  /** For {@code apply} of matchers of a text that the application wrote. */
  static final class Text {
    private Text() {}

    @OnEnter
    static Uri.@Nullable Path enter(@Argument(0) Uri.@Nullable Path path) {
      return path;
    }

    @OnExit
    static void exit(@Token Uri.@Nullable Path path, @Return @Nullable Object matching) {
      if (path != null && matching instanceof PathMatcher.Matched<?> matched) {
        MatchedPath.text(path, matched.pathRest());
      }
    }
  }

  /** For {@code withUnmatchedPath}, by which a directive goes on with the rest of a path. */
  static final class Rest {
    private Rest() {}

    @OnEnter
    static void enter(@This RequestContext context, @Argument(0) Uri.@Nullable Path rest) {
      ServedRequest served = ServedRequest.of(context.request());
      if (served == null || rest == null) {
        MatchedPath.forget();
      } else {
        served.path().matched(context.unmatchedPath(), rest);
      }
    }
  }
}
