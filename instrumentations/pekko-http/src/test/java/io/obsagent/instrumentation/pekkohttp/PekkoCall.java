// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.apache.pekko.util.ByteString;

/** A request, which a thread of its own may answer while the handler has returned. */
final class PekkoCall implements Call {
  private final byte[] body;
  private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
  private final List<HttpHeader> headers = new ArrayList<>();

  private PekkoCall(byte[] body) {
    this.body = body;
  }

  /** Answers once the body is there; work that blocks has a thread of its own. */
  static CompletionStage<HttpResponse> serve(HttpRequest request, Work work) {
    PekkoCall call =
        new PekkoCall(
            request.entity() instanceof org.apache.pekko.http.javadsl.model.HttpEntity.Strict body
                ? body.getData().toArray()
                : new byte[0]);
    call.run(work);
    return call.answer;
  }

  private void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.serve(this);
              } catch (Throwable e) {
                answer.completeExceptionally(e);
              }
            });
    thread.setDaemon(true); // one that waits for a client may do so for ever
    thread.start();
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public void setHeader(String name, String value) {
    headers.add(RawHeader.create(name, value));
  }

  @Override
  public void answer(int status, String text) {
    answer.complete(response(status).withEntity(text));
  }

  private HttpResponse response(int status) {
    return HttpResponse.create().withStatus(StatusCodes.get(status)).addHeaders(headers);
  }

  @Override
  public OutputStream stream(int status) {
    CompletableFuture<OutputStream> opened = new CompletableFuture<>();
    Source<ByteString, ?> data =
        StreamConverters.asOutputStream()
            .mapMaterializedValue(
                out -> {
                  opened.complete(out);
                  return out;
                });
    answer.complete(
        response(status).withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, data)));
    return new FilterOutputStream(opened.join()) {
      @Override
      public void write(byte[] bytes) throws IOException {
        out.write(bytes);
      }
    };
  }

  @Override
  public void later(Work work) {
    run(work);
  }
}
