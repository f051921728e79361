// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import java.util.Locale;

/** What a panel's numbers count. */
enum Unit {
  NUMBER("short"),
  SECONDS("s"),
  HOURS("h"),
  DAYS("d"),
  BYTES("bytes"),
  BYTES_PER_SECOND("Bps"),
  /** 0 to 100. */
  PERCENT("percent"),
  /** 0 to 1. */
  RATIO("percentunit"),
  PER_SECOND("ops"),
  REQUESTS_PER_SECOND("reqps"),
  PER_DAY("short"),
  USD("currencyUSD"),
  /** Seconds since the epoch. */
  TIME("dateTimeAsIso");

  /** The id that Grafana has for it. */
  final String grafana;

  Unit(String grafana) {
    this.grafana = grafana;
  }

  /** As users write it: {@code bytes-per-second}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
