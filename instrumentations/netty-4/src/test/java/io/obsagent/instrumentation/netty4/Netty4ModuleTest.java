// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.testing.HttpClientKit.Answer;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.net.URI;
import java.util.Map;
import java.util.Set;

class Netty4ModuleTest extends ModuleKit {
  Netty4ModuleTest() {
    super(new Netty4Module());
  }

  /** The codec for streams came with 4.1.14, and a task in {@code reject} with 4.1.1. */
  @Override
  protected Set<String> adviceOfOtherVersions() {
    return "4.1.0.Final".equals(System.getProperty("library.version"))
        ? Set.of(
            "StreamAdvices.NewCodec",
            "StreamAdvices.Decode",
            "StreamAdvices.Encode",
            "StreamAdvices.Headers",
            "LoopAdvices.Reject")
        : Set.of();
  }

  @Override
  protected String use() throws Exception {
    try (CodecServer server = KitServer.of(Map.of("/hello", call -> call.answer(200, "hello")));
        HttpTarget target = new HttpTarget();
        CodecClient client = new CodecClient()) {
      URI own = URI.create("http://localhost:" + server.port() + "/hello");
      URI other = target.uri("/status/201");
      Answer first = client.send(own, CodecClient.request("GET", own, null));
      Answer second = client.send(other, CodecClient.request("POST", other, "body"));
      return first + " " + second;
    }
  }
}
