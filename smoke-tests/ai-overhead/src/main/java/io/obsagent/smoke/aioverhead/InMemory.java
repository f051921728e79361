// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import java.util.function.IntFunction;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** OkHttp whose server is an interceptor: nothing goes over a socket. */
final class InMemory implements Interceptor {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType EVENTS = MediaType.get("text/event-stream");

  private final byte[] whole;
  private byte[] streamed = {};
  private int chunks = -1;
  private boolean stream;

  InMemory(String whole) {
    this.whole = Wire.bytes(whole);
  }

  OkHttpClient client() {
    return new OkHttpClient.Builder().addInterceptor(this).build();
  }

  /** Answers the next requests with a stream; made once for each length. */
  void stream(int length, IntFunction<String> text) {
    if (chunks != length) {
      chunks = length;
      streamed = Wire.bytes(text.apply(length));
    }
    stream = true;
  }

  void whole() {
    stream = false;
  }

  @Override
  public Response intercept(Chain chain) {
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(stream ? streamed : whole, stream ? EVENTS : JSON))
        .build();
  }
}
