// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.Option;
import java.util.List;

/** Options as services and exporters declare them, far from the agent's own. */
public final class SampleOptions {
  static final Option<String> SERVER_HOST =
      Option.text("server.host", "127.0.0.1", "Address of the port.");

  static final Option<Boolean> SERVER_ENABLED =
      Option.flag("server.enabled", true, "Whether there is a port.");

  static final Option<Integer> SERVER_PORT =
      Option.number("server.port", 9464, 0, 65535, "The port.").alias("METRICS_PORT");

  static final Option<String> SERVER_TOKEN =
      Option.text("server.token", "", "What callers send.").asSecret();

  static final Option<String> ALERTMANAGER_FILE =
      Option.text("alerting.alertmanager-file", "", "Routes and receivers.");

  public static final List<Option<?>> ALL =
      List.of(SERVER_HOST, SERVER_ENABLED, SERVER_PORT, SERVER_TOKEN, ALERTMANAGER_FILE);

  private SampleOptions() {}
}
