// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;

/** Where traces go and in which of the two protocols. */
record CollectorAddress(boolean grpc, Endpoint endpoint) {
  private static final int GRPC_PORT = 4317;
  private static final int HTTP_PORT = 4318;

  static CollectorAddress of(Config config) {
    boolean forTraces = !config.get(OtlpOptions.TRACES_ENDPOINT).isEmpty();
    Option<String> option = forTraces ? OtlpOptions.TRACES_ENDPOINT : OtlpOptions.ENDPOINT;
    String protocol = config.get(OtlpOptions.PROTOCOL);
    boolean surelyGrpc = protocol.equals("grpc");
    String text = config.get(option);
    Endpoint endpoint =
        Endpoint.parse(
            option.key(),
            text.isEmpty() ? "http://localhost" : text,
            surelyGrpc ? GRPC_PORT : HTTP_PORT);
    boolean grpc = surelyGrpc || protocol.equals("auto") && endpoint.port() == GRPC_PORT;
    String path = endpoint.path();
    return grpc || forTraces
        ? new CollectorAddress(grpc, endpoint)
        : new CollectorAddress(
            false, endpoint.withPath((path.endsWith("/") ? path : path + "/") + "v1/traces"));
  }
}
