// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.Insight;
import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.promql.Expr;
import io.obsagent.insight.promql.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** All rules and their alerts, evaluated over insight's store in its cycle. Thread-safe. */
public final class Rules implements AutoCloseable {
  private final Insight insight;
  private final RuleEngine engine;
  private final RuleSet set;

  /**
   * @param builtin whether the agent's own rules are evaluated
   */
  public Rules(Insight insight, AlertOptions options, boolean builtin) {
    this.insight = insight;
    engine =
        new RuleEngine(
            insight.store(),
            (expr, time) -> insight.engine().instant(insight.store(), expr, time),
            insight.alerts(),
            options,
            insight.cycle().interval(),
            insight.dataDirectory());
    set = new RuleSet(engine, builtin, insight.dataDirectory(), insight.cycle().warn());
    set.restore();
    set.load(List.of());
  }

  /** Evaluates what is due at an instant that is a multiple of the cycle's interval. */
  public void evaluate(long timeMillis) {
    engine.evaluate(timeMillis);
  }

  /**
   * Replaces the rules of files, each read by {@link RuleFileReader}. Rules that stay keep their
   * state; wrong ones are left out, and whoever read the files tells them.
   */
  public void load(List<RuleFile> files) {
    set.load(files);
  }

  /**
   * Adds rules, written in any form that a rule file may have.
   *
   * @return what is wrong, in which case nothing was added
   */
  public List<String> add(String yaml) {
    return set.add(yaml);
  }

  /** Switches a rule on or off; false where there is none of the name. */
  public boolean enable(String rule, boolean on) {
    return set.enable(rule, on);
  }

  /**
   * Sends one alert as a rule would, marked as a test; empty where no alerting rule has the name.
   */
  public List<Alert> test(String rule) {
    return engine.test(rule, now().toEpochMilli());
  }

  /** Every rule and how it is, in the order of evaluation. */
  public List<RuleStatus> statuses() {
    return engine.rules();
  }

  public Duration interval(RuleGroup group) {
    return engine.interval(group);
  }

  /** Pending and firing alerts. */
  public List<ActiveAlert> alerts() {
    return engine.alerts();
  }

  /** The value of an expression now. */
  public QueryResult ask(Expr expr) {
    return insight.engine().instant(insight.store(), expr, now().toEpochMilli());
  }

  /** All rules as a Prometheus rule file. */
  public String export() {
    return RuleExport.write(engine.groups());
  }

  /** Lets the data directory go. */
  @Override
  public void close() {
    engine.close();
  }

  public Instant now() {
    return insight.cycle().now();
  }
}
