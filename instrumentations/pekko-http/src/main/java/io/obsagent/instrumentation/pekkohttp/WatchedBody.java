// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.advice.Guard;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.scaladsl.model.HttpEntity;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way to the client, which ends its request. One that is cancelled has nobody left to
 * read it.
 */
final class WatchedBody<T> extends GraphStage<FlowShape<T, T>> {
  private static final Guard GUARD = Guard.of(WatchedBody.class);

  private final ServedRequest served;
  private final Inlet<T> in = Inlet.create("obs-agent.body.in");
  private final Outlet<T> out = Outlet.create("obs-agent.body.out");
  private final FlowShape<T, T> shape = FlowShape.of(in, out);

  private WatchedBody(ServedRequest served) {
    this.served = served;
    served.abandonWith(this);
  }

  /** An entity of the same kind; null for one that is complete. */
  static @Nullable ResponseEntity of(ResponseEntity entity, ServedRequest served) {
    if (entity instanceof HttpEntity.Chunked chunked) {
      return new HttpEntity.Chunked(
          chunked.contentType(), chunked.chunks().via(new WatchedBody<>(served)));
    }
    if (entity instanceof HttpEntity.Default sized) {
      return new HttpEntity.Default(
          sized.contentType(), sized.contentLength(), sized.data().via(new WatchedBody<>(served)));
    }
    if (entity instanceof HttpEntity.CloseDelimited delimited) {
      return new HttpEntity.CloseDelimited(
          delimited.contentType(), delimited.data().via(new WatchedBody<>(served)));
    }
    return null;
  }

  @Override
  public FlowShape<T, T> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    Logic() {
      super(shape);
      setHandlers(
          in,
          out,
          new AbstractInOutHandler() {
            @Override
            public void onPush() {
              push(out, grab(in));
            }

            @Override
            public void onPull() {
              pull(in);
            }

            @Override
            public void onUpstreamFinish() {
              end(null);
              complete(out);
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              end(failure);
              fail(out, failure);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              gone();
              cancel(in, cause);
            }
          });
    }

    /** After a regular end there is nothing left to do. */
    @Override
    public void postStop() {
      gone();
    }

    private void end(@Nullable Throwable failure) {
      try {
        served.end(failure);
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }

    private void gone() {
      try {
        served.clientGone();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
  }
}
