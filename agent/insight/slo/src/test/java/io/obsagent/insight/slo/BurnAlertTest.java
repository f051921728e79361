// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Alerts fire when the formula of the workbook says, by a clock that is set by hand. */
class BurnAlertTest {
  private static final String PAGE = "ErrorBudgetBurn page";
  private static final String TICKET = "ErrorBudgetBurn ticket";

  private static Duration until(Shop shop, String alert, double good, double bad) {
    Instant begin = shop.now;
    while (!shop.firing().contains(alert)) {
      assertThat(shop.now).isBefore(begin.plus(Duration.ofDays(4)));
      shop.run(Shop.INTERVAL, good, bad);
    }
    return Duration.between(begin, shop.now);
  }

  private static void assertFiresAfter(String target, double ratio, Duration formula) {
    Objective objective = Shop.objective("{name: shop, target: " + target + "}");
    try (Shop shop = new Shop(null, Shop.START, objective)) {
      shop.run(Duration.ofHours(7), 100, 0);
      assertThat(shop.firing()).isEmpty();
      Duration found = until(shop, PAGE, 100 * (1 - ratio), 100 * ratio);
      assertThat(found).isBetween(formula, formula.plus(Shop.INTERVAL));
    }
  }

  @Test
  void nothingButErrorsPagesAfter52SecondsAndAnIntervalWhereOneInAThousandMayFail() {
    BurnWindow window = BurnWindow.of(Period.DEFAULT, Duration.ZERO).get(0);
    assertThat(window.factor()).isEqualTo(14.4);
    assertThat(window.delay(0.001)).isBetween(Duration.ofSeconds(51), Duration.ofSeconds(52));
    assertFiresAfter("99.9", 1, window.delay(0.001));
  }

  @Test
  void fewerErrorsPageAfterALongerTimeAsTheFormulaSays() {
    // long window × factor × budget / ratio
    assertFiresAfter("99.9", 0.5, Duration.ofMillis(103_680));
    assertFiresAfter("99", 1, Duration.ofMillis(518_400));
    assertFiresAfter("99", 0.2, Duration.ofMillis(2_592_000));
  }

  @Test
  void thePageEndsWithinTheShorterWindowAfterTheErrors() {
    try (Shop shop = new Shop(null, Shop.START, Shop.objective("{name: shop, target: 99.9}"))) {
      shop.run(Duration.ofHours(1), 100, 0);
      until(shop, PAGE, 0, 100);
      Instant end = shop.now;
      while (shop.firing().contains(PAGE)) {
        shop.run(Shop.INTERVAL, 100, 0);
      }
      // The budget of six hours at six times the rate may still be over; its short window is 30m.
      assertThat(Duration.between(end, shop.now)).isLessThanOrEqualTo(Duration.ofMinutes(31));
    }
  }

  @Test
  void aSlowBurnIsATicketAndNoPage() {
    try (Shop shop = new Shop(null, Shop.START, Shop.objective("{name: shop, target: 99}"))) {
      shop.run(Duration.ofHours(6), 1000, 0);
      until(shop, TICKET, 965, 35);
      assertThat(shop.firing()).contains(TICKET).doesNotContain(PAGE);
    }
  }

  @Test
  void fewEventsMakeNoAlert() {
    Objective objective = Shop.objective("{name: shop, target: 99.9, min_events: 50}");
    try (Shop shop = new Shop(null, Shop.START, objective)) {
      shop.serve("/", 500, 49);
      shop.cycle();
      shop.cycle();
      assertThat(shop.firing()).isEmpty();
      shop.serve("/", 500, 1);
      shop.cycle();
      assertThat(shop.firing()).contains(PAGE);
    }
  }

  @Test
  void theBudgetIsToldAtItsThresholdsOnceThereIsEnoughToJudgeBy() {
    Objective objective =
        Shop.objective(
            "{name: shop, target: 90, alerting: {page: false, ticket: false, budgets: [50, 0]}}");
    try (Shop shop = new Shop(null, Shop.START, objective)) {
      shop.run(Duration.ofMinutes(50), 100, 20);
      assertThat(shop.attainment().status()).isEqualTo(Attainment.Status.INSUFFICIENT_DATA);
      assertThat(shop.firing()).isEmpty();
      shop.run(Duration.ofMinutes(70), 100, 6);
      assertThat(shop.attainment().status()).isEqualTo(Attainment.Status.BREACHED);
      assertThat(shop.firing()).containsExactly("ErrorBudgetExhausted", "ErrorBudgetLow");
      shop.run(Duration.ofHours(3), 100, 0);
      assertThat(shop.firing()).isEmpty();
    }
  }

  @Test
  void thatThereIsNothingToCountIsToldAfterThereWasSomething() {
    try (Shop shop =
        new Shop(
            null,
            Shop.START,
            Shop.objective(
                """
        name: orders
        target: 99
        bad: orders_total{result="bad"}
        total: orders_total
        """))) {
      shop.run(Duration.ofMinutes(30), 1, 0);
      assertThat(shop.firing()).isEmpty();
      shop.run(Duration.ofMinutes(50), 1, 0);
      assertThat(shop.firing()).containsExactly("SLOMetricAbsent");
    }
  }

  @Test
  void windowsScaleWithThePeriod() {
    assertThat(BurnWindow.of(Period.DEFAULT, Duration.ZERO))
        .extracting(BurnWindow::factor)
        .containsExactly(14.4, 6.0, 3.0, 1.0);
    List<BurnWindow> week = BurnWindow.of(Period.rolling(Duration.ofDays(7)), Duration.ZERO);
    assertThat(week)
        .extracting(window -> BurnWindow.name(window.longer()))
        .containsExactly("14m", "1h24m", "5h36m", "16h48m");
    assertThat(week)
        .extracting(window -> BurnWindow.name(window.shorter()))
        .containsExactly("1m", "7m", "28m", "1h24m");
    assertThat(BurnWindow.of(Period.parse("quarter", ZoneId.of("UTC")), Duration.ZERO))
        .extracting(BurnWindow::factor)
        .containsExactly(14.4, 6.0, 3.0, 1.0);
  }

  @Test
  void whatIsRecordedHasSlothsNames() {
    try (Shop shop =
        new Shop(null, Shop.START, Shop.objective("{name: shop, service: web, target: 99}"))) {
      shop.run(Duration.ofHours(2), 99, 1);
      String id = "{sloth_id=\"web-shop\",sloth_service=\"web\",sloth_slo=\"shop\",job=\"shop\"";
      assertThat(shop.query("slo:sli_error:ratio_rate5m" + id + ",sloth_window=\"5m\"}"))
          .isEqualTo(0.01);
      assertThat(shop.query("slo:sli_error:ratio_rate30d" + id + "}")).isEqualTo(0.01);
      assertThat(shop.query("slo:objective:ratio" + id + "}")).isEqualTo(0.99);
      assertThat(shop.query("slo:error_budget:ratio" + id + "}")).isBetween(0.0099, 0.0101);
      assertThat(shop.query("slo:time_period:days" + id + "}")).isEqualTo(30);
      assertThat(shop.query("slo:current_burn_rate:ratio" + id + "}")).isBetween(0.999, 1.001);
      assertThat(shop.query("slo:period_burn_rate:ratio" + id + "}")).isBetween(0.999, 1.001);
      assertThat(shop.query("slo:period_error_budget_remaining:ratio" + id + "}"))
          .isBetween(-0.001, 0.001);
      assertThat(shop.query("sloth_slo_info" + id + ",sloth_mode=\"obs-agent\"}")).isEqualTo(1);
    }
  }

  @Test
  void thePeriodOfACalendarBeginsWithIt() {
    Period month = Period.parse("month", ZoneId.of("Europe/Berlin"));
    Instant now = Instant.parse("2026-03-31T22:30:00Z");
    assertThat(month.start(now)).isEqualTo(Instant.parse("2026-03-31T22:00:00Z"));
    assertThat(month.end(now)).isEqualTo(Instant.parse("2026-04-30T22:00:00Z"));
    Period quarter = Period.parse("quarter", ZoneId.of("UTC"));
    assertThat(quarter.start(now)).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(Period.parse("week", ZoneId.of("UTC")).start(now))
        .isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
  }
}
