// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is spent of the budgets, by this process since it started. A period begins anew with the
 * first look at it. Thread-safe; calls of models are few, so there is one lock.
 */
final class BudgetAccounts implements MetricSource {
  private static final int MAX_SUBJECTS = 100;
  private static final String ALL = "all";
  private static final String OTHER = "other";

  static final MetricDefinition LIMIT =
      MetricDefinition.gauge("ai_budget_usd", "What AI calls may cost in a period, in USD.")
          .unit("{USD}")
          .labels("budget", "period", "subject");

  static final MetricDefinition SPENT =
      MetricDefinition.gauge(
              "ai_budget_spent_usd",
              "What AI calls of this process have cost in the period that runs, in USD.")
          .unit("{USD}")
          .labels("budget", "period", "subject");

  static final MetricDefinition REFUSED =
      MetricDefinition.counter(
              "ai_budget_refused_total", "AI calls that were refused as a budget was spent.")
          .unit("{request}")
          .labels("budget", "period", "subject");

  private final LongSupplier epochSecond;
  private volatile List<Account> accounts = List.of();
  private volatile boolean refuses;

  BudgetAccounts(LongSupplier epochSecond) {
    this.epochSecond = epochSecond;
  }

  /** One budget, with what each of its subjects has spent. */
  private static final class Account {
    final Budget budget;
    final Map<String, Subject> subjects = new HashMap<>();

    Account(Budget budget) {
      this.budget = budget;
      if (budget.by() == null) {
        subjects.put(ALL, new Subject());
      }
    }

    @Nullable Subject subject(UnaryOperator<@Nullable String> call) {
      for (Map.Entry<String, String> only : budget.only().entrySet()) {
        if (!only.getValue().equals(call.apply(only.getKey()))) {
          return null;
        }
      }
      String by = budget.by();
      String name = by == null ? ALL : call.apply(by);
      if (name == null) {
        return null;
      }
      Subject known = subjects.get(name);
      if (known == null) {
        String kept = subjects.size() < MAX_SUBJECTS ? name : OTHER;
        known = subjects.computeIfAbsent(kept, none -> new Subject());
      }
      return known;
    }
  }

  private static final class Subject {
    private long period = Long.MIN_VALUE;
    private double usd;
    long refused;

    double spent(long now) {
      if (now != period) {
        period = now;
        usd = 0;
      }
      return usd;
    }

    void spend(long now, double more) {
      usd = spent(now) + more;
    }
  }

  /** Sets the budgets; one that is as it was keeps what is spent of it. */
  synchronized void set(List<Budget> budgets) {
    List<Account> next = new ArrayList<>();
    boolean refusing = false;
    for (Budget budget : budgets) {
      Account account = new Account(budget);
      for (Account before : accounts) {
        Budget old = before.budget;
        if (old.name().equals(budget.name())
            && old.per() == budget.per()
            && old.only().equals(budget.only())
            && java.util.Objects.equals(old.by(), budget.by())) {
          account.subjects.putAll(before.subjects);
        }
      }
      next.add(account);
      refusing |= budget.refuse();
    }
    accounts = List.copyOf(next);
    refuses = refusing;
  }

  boolean isEmpty() {
    return accounts.isEmpty();
  }

  /** Whether there is a budget beyond which calls are refused. */
  boolean mayRefuse() {
    return refuses;
  }

  /**
   * @param call gives the call's {@code provider}, {@code model} and labels; null for what it has
   *     not
   */
  synchronized void spend(UnaryOperator<@Nullable String> call, double usd) {
    long now = epochSecond.getAsLong();
    for (Account account : accounts) {
      Subject subject = account.subject(call);
      if (subject != null) {
        subject.spend(account.budget.per().start(now), usd);
      }
    }
  }

  /**
   * Whether a call that begins is to be refused, which is counted.
   *
   * @return the budget that is spent; null for none
   */
  synchronized @Nullable Budget refusing(UnaryOperator<@Nullable String> call) {
    long now = epochSecond.getAsLong();
    for (Account account : accounts) {
      Subject subject = account.budget.refuse() ? account.subject(call) : null;
      if (subject != null
          && subject.spent(account.budget.per().start(now)) >= account.budget.usd()) {
        subject.refused++;
        return account.budget;
      }
    }
    return null;
  }

  @Override
  public synchronized List<MetricFamily> collect() {
    List<Point> limits = new ArrayList<>();
    List<Point> spent = new ArrayList<>();
    List<Point> refused = new ArrayList<>();
    long now = epochSecond.getAsLong();
    for (Account account : accounts) {
      Budget budget = account.budget;
      for (Map.Entry<String, Subject> entry : account.subjects.entrySet()) {
        List<String> labels = List.of(budget.name(), budget.per().word(), entry.getKey());
        Subject subject = entry.getValue();
        limits.add(new NumberPoint(labels, budget.usd(), null));
        spent.add(new NumberPoint(labels, subject.spent(budget.per().start(now)), null));
        if (budget.refuse()) {
          refused.add(new NumberPoint(labels, subject.refused, null));
        }
      }
    }
    return List.of(
        new MetricFamily(LIMIT, limits),
        new MetricFamily(SPENT, spent),
        new MetricFamily(REFUSED, refused));
  }
}
