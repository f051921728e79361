// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.ProxySettings;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.log.AgentLog;

/** Where a signal goes and in which of the two protocols. */
record CollectorAddress(boolean grpc, Endpoint endpoint) {
  private static final int GRPC_PORT = 4317;
  private static final int HTTP_PORT = 4318;

  static CollectorAddress of(Config config, Signal signal) {
    boolean own = !config.get(signal.endpoint()).isEmpty();
    Option<String> option = own ? signal.endpoint() : OtlpOptions.ENDPOINT;
    String protocol = OtlpOptions.PROTOCOL.of(config, signal);
    boolean surelyGrpc = protocol.equals("grpc");
    String text = config.get(option);
    Endpoint endpoint =
        Endpoint.parse(
            option.key(),
            text.isEmpty() ? "http://localhost" : text,
            surelyGrpc ? GRPC_PORT : HTTP_PORT);
    boolean grpc = surelyGrpc || protocol.equals("auto") && endpoint.port() == GRPC_PORT;
    if (grpc) {
      return new CollectorAddress(true, endpoint.withPath(signal.method()));
    }
    String path = endpoint.path();
    return own
        ? new CollectorAddress(false, endpoint)
        : new CollectorAddress(
            false, endpoint.withPath((path.endsWith("/") ? path : path + "/") + signal.path()));
  }

  OtlpClient client(OtlpSettings settings) {
    if (!grpc) {
      return new OtlpHttpClient(endpoint, settings);
    }
    if (settings.proxy() != ProxySettings.DIRECT) {
      AgentLog.warn(
          OtlpOptions.PROXY.key()
              + " is not for grpc: the way to "
              + endpoint
              + " is straight; set exporter.otlp.protocol=http/protobuf to go by the proxy");
    }
    return new OtlpGrpcClient(endpoint, settings);
  }
}
