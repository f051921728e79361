// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.okhttp;

import io.obsagent.testing.HttpClientKit.Answer;
import io.obsagent.testing.HttpClientKit.Call;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A request of OkHttp, sent in one way or the other. */
final class OkHttpCall implements Call {
  @FunctionalInterface
  interface Way {
    Response send(Request request) throws Exception;
  }

  private final Request request;
  private final Way way;
  private @Nullable Request answered;

  OkHttpCall(Request request, Way way) {
    this.request = request;
    this.way = way;
  }

  static Request request(String method, URI uri, @Nullable String body) {
    return new Request.Builder()
        .url(uri.toString())
        .header("X-Own", "1")
        .method(
            method, body == null ? null : RequestBody.create(MediaType.parse("text/plain"), body))
        .build();
  }

  @Override
  public Answer send() throws Exception {
    Response response = way.send(request);
    answered = response.request();
    return new Answer(response.code(), response.body().string());
  }

  @Override
  public List<String> visibleHeaders() {
    List<String> names = new ArrayList<>(request.headers().names());
    names.addAll(answered.headers().names());
    return names;
  }
}
