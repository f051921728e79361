// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty12;

import io.obsagent.spi.advice.Guard;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Stands before Jetty's stream of a request and its answer. */
final class ServedStream extends HttpStream.Wrapper {
  private static final Guard GUARD = Guard.of(ServedStream.class);

  private final ServedRequest served;

  ServedStream(HttpStream stream, ServedRequest served) {
    super(stream);
    this.served = served;
  }

  @Override
  public void prepareResponse(HttpFields.Mutable headers) {
    served.headers = headers;
    super.prepareResponse(headers);
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response response,
      boolean last,
      @Nullable ByteBuffer content,
      Callback callback) {
    if (response != null && !HttpStatus.isInterim(response.getStatus())) {
      try {
        served.exchange().beforeCommit(response.getStatus());
      } catch (Throwable e) {
        GUARD.caught(e);
      }
    }
    super.send(request, response, last, content, callback);
  }

  @Override
  public void succeeded() {
    super.succeeded();
    end();
  }

  @Override
  public void failed(Throwable failure) {
    super.failed(failure);
    try {
      ServedRequest.failed(served.exchange(), failure);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    end();
  }

  private void end() {
    try {
      served.exchange().end(null);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }
}
