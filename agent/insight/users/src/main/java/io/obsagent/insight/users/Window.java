// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.users;

import io.obsagent.insight.api.ApiException;
import java.util.Locale;

/** Days, in UTC, of which users are counted together; today is the last. */
enum Window {
  DAY(DailyUsers.DAY),
  WEEK(DailyUsers.WEEK),
  MONTH(DailyUsers.MONTH);

  final int days;

  Window(int days) {
    this.days = days;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Window of(String text) {
    for (Window window : values()) {
      if (window.label().equals(text) || text.isEmpty() && window == DAY) {
        return window;
      }
    }
    throw ApiException.badData("invalid parameter \"window\": expected day, week or month");
  }
}
