// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.Option;
import java.util.List;

/** Options of every sort, named as those that users know best. */
public final class TestOptions {
  static final Option<String> SERVER_HOST = Option.text("server.host", "127.0.0.1", "Host.");
  static final Option<Integer> SERVER_PORT =
      Option.number("server.port", 9464, 0, 65535, "Port.").alias("METRICS_PORT");
  static final Option<String> SERVER_TOKEN = Option.text("server.token", "", "Token.").asSecret();
  static final Option<String> LIST = Option.text("server.list", "", "List.");

  public static final List<Option<?>> ALL = List.of(SERVER_HOST, SERVER_PORT, SERVER_TOKEN, LIST);

  private TestOptions() {}
}
