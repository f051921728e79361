// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** What people read from the pages, and that an address leads others to the same. */
@Timeout(600)
@ExtendWith(OpenConsole.class)
class ReadingTest {
  private static WatchedShop shop;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    shop = OpenConsole.shop();
    browser = OpenConsole.browser();
    shop.awaitData("ALERTS{alertname=\"AlwaysThere\",alertstate=\"firing\"}");
  }

  private static void show(String page, String parameters) {
    browser.go("/?p=" + page + "&range=15m" + parameters);
    browser.untilShown(page);
  }

  private void openAgain() {
    browser.open(browser.address().substring(shop.console().length()));
  }

  @Test
  void theAddressSaysHowATableIsSortedAndFiltered() {
    show("routes", "");
    browser.press("thead th", "Calls", "Calls");
    browser.press("f", "cart");
    browser.untilTrue("document.querySelectorAll('.page tbody tr').length === 2");
    assertThat(browser.address()).contains("sort=calls.desc", "filter=cart");

    openAgain();
    browser.untilTrue("document.querySelectorAll('.page tbody tr').length === 2");
    assertThat(browser.texts("thead th[aria-sort=descending]")).containsExactly("Calls");
    assertThat(browser.find("[data-filter]").getAttribute("value")).isEqualTo("cart");
  }

  @Test
  void theAddressNamesTheStatementThatIsOpen() {
    show("databases", "");
    browser.click(".page tbody th .link");
    String title = browser.find("dialog[open] h2").getText();
    assertThat(browser.address()).contains("statement=");

    openAgain();
    assertThat(browser.find("dialog[open] h2").getText()).isEqualTo(title);
    browser.press("dialog", "", "✕");
    browser.untilTrue("!location.search.includes('statement=')");
  }

  @Test
  void aTableIsSavedAsItIsShown() {
    show("routes", "&filter=checkout");
    browser.run(
        """
        window.saved = [];
        URL.createObjectURL = (blob) => { blob.text().then((text) => window.saved.push(text)); return '#'; };
        HTMLAnchorElement.prototype.click = () => {};""");
    browser.press(".table-bar", "", "CSV");
    browser.untilTrue("window.saved.length === 1");
    String saved = (String) browser.run("return window.saved[0]");
    assertThat(saved.lines())
        .hasSize(2)
        .first()
        .isEqualTo("Route,Trend,Requests,Share of time,p50,p95,p99,Errors,Calls");
    assertThat(saved.lines().skip(1)).allMatch(line -> line.startsWith("POST /checkout,"));
    openAgain(); // with what the browser has of its own
  }

  @Test
  void legendsShowWhatIsUnderThePointerOnEveryChart() {
    browser.go("/?p=overview&range=1h");
    browser.untilShown("overview");
    browser.untilTrue("document.querySelectorAll('.chart canvas').length > 2");
    assertThat(legends()).allMatch(each -> !each.endsWith("–"));
    browser.hover(".chart .u-over", 2); // before the shop was there
    browser.untilTrue(
        "[...document.querySelectorAll('.legend-entry b')].every((each) => each.textContent === '–')");
    browser.hover("h1", 0);
    browser.untilTrue(
        "![...document.querySelectorAll('.legend-entry b')].some((each) => each.textContent === '–')");
  }

  private static List<String> legends() {
    return browser.texts(".legend-entry b");
  }

  @Test
  void aLaneShowsWhenAPartWasNotWell() {
    show("health", "");
    browser.untilTrue("document.querySelectorAll('.lane-time i').length > 3");
    assertThat(browser.texts(".lane-name")).anyMatch(each -> each.startsWith("redis "));
    assertThat((String) browser.run("return document.querySelector('.lane-time').ariaLabel"))
        .matches("(?s).+: (healthy|degraded|unhealthy) from .+ for .+");
  }

  @Test
  void alertsComeByUrgency() {
    show("alerts", "");
    browser.untilTrue("document.querySelectorAll('.page tbody tr').length > 1");
    List<String> names =
        browser.until(driver -> driver.findElements(By.cssSelector(".page tbody th > a"))).stream()
            .map(each -> each.getText())
            .toList();
    assertThat(names).contains("AlwaysThere").last().isEqualTo("Watchdog");
  }

  @Test
  void whatFailsAndWhereTheTimeGoesIsSaid() {
    show("insights", "");
    assertThat(browser.texts(".page .lines li"))
        .anyMatch(each -> each.contains("GET /fail") && each.contains("failed"));
    assertThat(browser.texts(".page tbody th")).contains("POST /checkout", "openai gpt-5-mini");
    browser.click(".page .lines a[href*='status=error']");
    browser.untilTrue("location.search.includes('p=traces')");
    browser.untilTrue("document.querySelector('.page tbody tr')");
    assertThat(browser.texts(".page tbody th + td")).containsOnly("GET /fail");
  }

  @Test
  void dashboardsAreDrawnAndThoseOfTheUser() {
    show("dashboards", "");
    assertThat(browser.texts(".page tbody th")).contains("System Operations", "Checkouts");

    show("dashboards", "&id=checkouts");
    browser.untilTrue("document.querySelector('.board .chart canvas')");
    assertThat(browser.texts(".board .legend-entry"))
        .hasSize(2)
        .allMatch(each -> each.startsWith("of /c"));
    assertThat(browser.texts(".board .stat.bad .stat-value").get(0)).matches("[1-9][0-9.,]*");

    show("dashboards", "&id=operational");
    browser.untilTrue("document.querySelectorAll('.board canvas').length > 3");
    assertThat(browser.texts(".state.error")).isEmpty();
    assertThat(browser.texts(".board tbody th"))
        .contains("more", "AlwaysThere")
        .anyMatch(each -> each.matches("100.ms"));
  }

  @Test
  void thePageOfTheApiHasAllThatIsServed() throws Exception {
    String page = Files.readString(Path.of(System.getProperty("obs.test.api")));
    assertThat(shop.get("/"))
        .satisfies(
            answer ->
                assertThat(
                        Pattern.compile("\"(/[^\"]*)\"")
                            .matcher(answer)
                            .results()
                            .map(m -> m.group(1)))
                    .hasSizeGreaterThan(40)
                    .allMatch(
                        path ->
                            page.contains(path + '`')
                                || page.contains(
                                    "…" + path.substring(path.lastIndexOf('/')) + '`')));
  }

  @Test
  void theDoctorSaysWhatIsWrongAndTheWayOut() {
    show("agent", "");
    browser.untilTrue(
        "[...document.querySelectorAll('tbody tr')].some((each) => each.innerText.includes('gone after a restart') && each.innerText.includes('data.directory'))");
  }
}
