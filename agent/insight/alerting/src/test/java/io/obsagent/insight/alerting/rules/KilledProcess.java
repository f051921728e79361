// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.nio.file.Path;
import java.util.List;

/**
 * Evaluates rules over a store on disk as fast as it can, until it is killed; one line for each
 * evaluation that is over. Begins with what it found.
 */
final class KilledProcess {
  static final String RULES =
      """
      groups:
        - name: g
          rules:
            - {alert: Waits, expr: temp > 50, for: 300d}
            - {alert: Fires, expr: temp > 50, for: 20s}
            - {alert: Keeps, expr: load > 5, keep_firing_for: 300d}
      """;

  private KilledProcess() {}

  /**
   * @param arguments directory; time of the first evaluation, epoch milliseconds; how often load is
   *     high
   */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    long start = Long.parseLong(arguments[1]);
    RuleTimeline line =
        new RuleTimeline(
            RULES,
            RuleTimeline.in(directory.resolve("series")),
            start,
            AlertOptions.defaults(),
            directory);
    List<Double> known = line.values("temp", start - 600_000, start);
    System.out.println(known.stream().filter(value -> value == 60).count());
    for (int i = 0; ; i++) {
      line.step("temp", 60, "load", i < Integer.parseInt(arguments[2]) ? 9 : 1);
      StringBuilder text = new StringBuilder("" + (line.now - 15_000));
      for (ActiveAlert alert : line.rules.alerts()) {
        text.append(' ').append(alert.labels().get("alertname")).append(' ').append(alert.state());
        text.append(' ').append(alert.activeAt().toEpochMilli());
        text.append(' ').append(alert.firedAt()).append(' ').append(alert.keepFiringSince());
      }
      System.out.println(text);
    }
  }
}
