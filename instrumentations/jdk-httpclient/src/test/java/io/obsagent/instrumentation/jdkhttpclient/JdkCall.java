// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.HttpClientKit.Answer;
import io.obsagent.testing.HttpClientKit.Call;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the JDK's client, sent in one way or the other. */
final class JdkCall implements Call {
  @FunctionalInterface
  interface Way {
    HttpResponse<String> send(HttpRequest request) throws Exception;
  }

  private final HttpRequest request;
  private final Way way;
  private @Nullable HttpResponse<String> response;

  JdkCall(HttpRequest request, Way way) {
    this.request = request;
    this.way = way;
  }

  static HttpRequest request(String method, URI uri, @Nullable String body) {
    return HttpRequest.newBuilder(uri)
        .header("X-Own", "1")
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public Answer send() throws Exception {
    HttpResponse<String> answered = way.send(request);
    response = answered;
    if (answered.previousResponse().isEmpty()) {
      assertThat(answered.request()).isEqualTo(request);
    }
    return new Answer(answered.statusCode(), answered.body());
  }

  @Override
  public List<String> visibleHeaders() {
    List<String> names = new ArrayList<>(request.headers().map().keySet());
    names.addAll(response.request().headers().map().keySet());
    return names;
  }
}
