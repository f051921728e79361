// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.advice.Guard;
import java.net.InetSocketAddress;
import java.util.LinkedList;
import java.util.Queue;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Between a connection of HTTP/1 and all that answers its requests, the library's own answers to
 * late ones among that. Answers come in the order of requests, which may be several at a time.
 */
final class WatchedConnection
    extends GraphStage<BidiShape<HttpResponse, HttpResponse, HttpRequest, HttpRequest>> {
  private static final Guard GUARD = Guard.of(WatchedConnection.class);

  private final Inlet<HttpRequest> requestIn = Inlet.create("obs-agent.request.in");
  private final Outlet<HttpRequest> requestOut = Outlet.create("obs-agent.request.out");
  private final Inlet<HttpResponse> responseIn = Inlet.create("obs-agent.response.in");
  private final Outlet<HttpResponse> responseOut = Outlet.create("obs-agent.response.out");
  private final BidiShape<HttpResponse, HttpResponse, HttpRequest, HttpRequest> shape =
      new BidiShape<>(responseIn, responseOut, requestIn, requestOut);

  @Override
  public BidiShape<HttpResponse, HttpResponse, HttpRequest, HttpRequest> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic(attributes);
  }

  private final class Logic extends GraphStageLogic {
    /** Null stands for one that is not watched. */
    private final Queue<@Nullable ServedRequest> open = new LinkedList<>();

    private final @Nullable InetSocketAddress peer;
    private boolean gone;

    Logic(Attributes attributes) {
      super(shape);
      peer = attributes.getAttribute(Peer.class).map(Peer::address).orElse(null);
      setHandler(
          requestIn,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              push(requestOut, begin(grab(requestIn)));
            }

            @Override
            public void onUpstreamFinish() {
              complete(requestOut);
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              gone = true;
              fail(requestOut, failure);
            }
          });
      setHandler(
          requestOut,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(requestIn);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(requestIn, cause);
            }
          });
      setHandler(
          responseIn,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              push(responseOut, answer(grab(responseIn)));
            }

            @Override
            public void onUpstreamFinish() {
              complete(responseOut);
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              failed(failure);
              fail(responseOut, failure);
            }
          });
      setHandler(
          responseOut,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(responseIn);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              gone = true;
              cancel(responseIn, cause);
            }
          });
    }

    private HttpRequest begin(HttpRequest request) {
      try {
        ServedRequest served = ServedRequest.start(request, peer);
        open.add(served);
        return served == null ? request : (HttpRequest) served.in(request);
      } catch (Throwable e) {
        GUARD.caught(e);
        return request;
      }
    }

    private HttpResponse answer(HttpResponse response) {
      try {
        ServedRequest served = open.poll();
        return served == null ? response : (HttpResponse) served.answer(response);
      } catch (Throwable e) {
        GUARD.caught(e);
        return response;
      }
    }

    private void failed(Throwable failure) {
      try {
        ServedRequest served = gone ? null : open.poll();
        if (served != null) {
          served.fail(failure);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }

    /** What has no answer yet gets none. */
    @Override
    public void postStop() {
      try {
        while (!open.isEmpty()) {
          ServedRequest served = open.poll();
          if (served != null) {
            served.clientGone();
          }
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
