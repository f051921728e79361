// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;

@Timeout(600)
@ExtendWith(OpenConsole.class)
class ConsoleTest {
  private static WatchedShop shop;
  private static Browser browser;

  @BeforeAll
  static void open() {
    shop = OpenConsole.shop();
    browser = OpenConsole.browser();
  }

  @Test
  void eachPageShowsWhatThereIsToEverybody() throws Exception {
    SoftAssertions all = new SoftAssertions();
    for (String view : views()) {
      String page = view.split("&", -1)[0];
      String name = view.replaceAll("&\\w+=(\\w+).*", "-$1");
      // Without lines that come meanwhile: another test sees them come.
      browser.go("/?range=5m&live=no&p=" + view);
      browser.untilShown(page);
      all.assertThat(browser.texts(".state.error")).as(name).isEmpty();
      all.assertThat(browser.complaints()).as(name).isEmpty();
      all.assertThat(browser.barriers()).as("%s, light", name).isEmpty();
      picture(name + "-light");

      browser.dark(true);
      picture(name + "-dark");
      if (view.equals(page)) { // what its tabs are made of has the same colours
        all.assertThat(browser.colourBarriers()).as("%s, dark", name).isEmpty();
      }
      browser.dark(false);

      for (int width : new int[] {375, 2560}) {
        browser.size(width, width == 375 ? 812 : 1440);
        all.assertThat(fits(width))
            .as("%s fits into %d px; too wide: %s", name, width, tooWide(width))
            .isTrue();
        picture(name + (width == 375 ? "-narrow" : "-wide"));
      }
      browser.size(1440, 900);
    }
    all.assertAll();
  }

  /** All pages of the navigation, and what more some of them have. */
  private static List<String> views() {
    List<String> views = new ArrayList<>(pages());
    views.addAll(
        List.of(
            "alerts&tab=rules",
            "alerts&tab=history",
            "alerts&tab=silences",
            "alerts&tab=try&expr=" + encoded("sum(rate(http_requests_total[30s])) > 14"),
            "dashboards&id=operational",
            "explore&view=table&q=" + encoded("sum by (route) (http_requests_total)"),
            "jvm&tab=threads",
            "jvm&tab=classes",
            "logs&tab=patterns",
            "logs&tab=levels"));
    return views;
  }

  @Test
  void theStartShowsRequestsOfTheShop() {
    browser.go("/?p=overview&range=5m");
    browser.untilShown("overview");

    assertThat(browser.texts(".stat-label"))
        .contains("Requests", "Errors", "p95", "Heap", "Alerts");
    assertThat(browser.texts(".stat-value").get(0)).matches("[1-9][0-9.,]*/s");
    assertThat(
            (String)
                browser.run(
                    "return document.querySelector('.chart-box').getAttribute('aria-label')"))
        .startsWith("Requests per second by status: 2xx ");
    assertThat(browser.texts(".page table a")).contains("POST /checkout");
  }

  @Test
  void aRouteOpensWithItsFiguresAndTheWayBackIsTheBrowsers() throws Exception {
    browser.go("/?p=routes&range=5m");
    browser.untilShown("routes");
    browser.click("a[href*='checkout']");
    browser.untilTrue("location.search.includes('route=%2Fcheckout')");
    browser.untilShown("routes");

    assertThat(browser.texts("h1")).containsExactly("POST /checkout");
    browser.find(".heat canvas");
    browser.find(".chart canvas");
    assertThat(browser.barriers()).isEmpty();
    picture("route-light");
    browser.back();
    browser.until(driver -> driver.findElement(By.cssSelector("h1")).getText().equals("Routes"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aTraceShowsItsSpansAndWhatEachTells() throws Exception {
    openTheSlowestTrace();
    assertThat(browser.texts("h1")).containsExactly("POST /checkout");
    assertThat(browser.all(".wf-critical")).isNotEmpty();

    browser.run("document.querySelector('.wf-body .wf-row').focus()");
    browser.press(Keys.DOWN, Keys.ENTER);
    browser.until(driver -> driver.findElement(By.cssSelector(".span-detail .facts")));
    assertThat(browser.address()).contains("&span=");
    assertThat(browser.find(".span-detail pre").getText()).startsWith("SELECT id, name");
    assertThat(browser.barriers()).isEmpty();
    browser.dark(true);
    assertThat(browser.barriers()).isEmpty();
    picture("trace-dark");
    browser.dark(false);
    picture("trace-light");
    browser.size(375, 812);
    assertThat(fits(375)).isTrue();
    picture("trace-narrow");
    assertThat(browser.complaints()).isEmpty();
  }

  /**
   * The slowest are kept longest; one may still go before it is opened, and then another is there.
   */
  private static void openTheSlowestTrace() {
    Boolean opened = false;
    for (int i = 0; i < 10 && !opened; i++) {
      browser.go("/?p=traces&range=15m&route=%2Fcheckout&sort=duration_ms.desc");
      browser.click(".page tbody a");
      browser.untilTrue("document.querySelector('.wf-body, .page .page .state:not(.loading)')");
      opened = (Boolean) browser.run("return document.querySelectorAll('.wf-row').length > 4");
    }
    assertThat(opened).isTrue();
  }

  @Test
  void everythingIsReachedByKeys() {
    browser.go("/?p=overview&range=5m");
    browser.untilShown("overview");

    browser.press("?");
    assertThat(browser.find("dialog[open] h2").getText()).isEqualTo("Help");
    browser.press(Keys.ESCAPE);
    browser.untilTrue("!document.querySelector('dialog')");
    browser.press("g", "r");
    browser.untilShown("routes");
    browser.press("f", "check");
    browser.untilTrue("document.querySelectorAll('.page tbody tr').length === 1");
    browser.press(Keys.TAB, Keys.TAB);
    browser.run("document.activeElement.blur()");
    browser.press("/");
    browser.find("dialog[open] input").sendKeys("checkout");
    browser.untilTrue(
        "[...document.querySelectorAll('#found li')].some((each) => each.textContent.startsWith('/checkout'))");
    browser.press(Keys.ENTER);
    browser.untilTrue("location.search.includes('route=%2Fcheckout')");
    browser.press("t");
    browser.untilTrue("document.documentElement.dataset.theme === 'dark'");
    browser.press("t");
    browser.untilTrue("document.documentElement.dataset.theme === 'light'");
    browser.run("localStorage.clear()");
  }

  @Test
  void theFirstStopOfTheKeyboardLeadsPastTheNavigation() {
    browser.open("/?p=overview");
    browser.untilShown("overview");
    browser.press(Keys.TAB);
    assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");
    browser.press(Keys.ENTER);
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("view");
  }

  @Test
  void aQueryIsCompletedRunAndShared() throws Exception {
    browser.open("/?p=explore&range=5m");
    browser.untilShown("explore");
    WebElement editor = browser.find("textarea");
    editor.sendKeys("sum by (status_code) (rate(http_requests_to");
    browser.until(
        driver ->
            driver
                .findElement(By.cssSelector("#suggest [aria-selected=true] code"))
                .getText()
                .equals("http_requests_total"));
    editor.sendKeys(Keys.TAB, "[30s]))", Keys.ENTER);
    browser.untilTrue("document.querySelector('.legend-entry')");
    picture("query-light");
    String shared = browser.address();
    assertThat(shared).contains("p=explore", "q=sum+by+");

    browser.open("/?p=overview");
    browser.untilShown("overview");
    browser.open(shared.substring(shop.console().length()));
    browser.untilTrue("document.querySelector('.legend-entry')");
    assertThat(browser.find("textarea").getAttribute("value"))
        .isEqualTo("sum by (status_code) (rate(http_requests_total[30s]))");

    browser.go("/?p=explore&q=" + encoded("sum("));
    assertThat(browser.find(".state.error").getText()).contains("parse error");
  }

  @Test
  void hostileNamesAreNothingButText() throws Exception {
    String hostile = "<img src=x onerror=\\\"window.hacked=1\\\"><script>window.hacked=1</script>";
    StringBuilder pushed = new StringBuilder("# TYPE hostile gauge\n");
    pushed.append("hostile{name=\"").append(hostile).append("\"} 1\n");
    pushed.append("hostile{name=\"").append("x".repeat(10_000)).append("\"} 2\n");
    for (int i = 0; i < 1990; i++) {
      pushed.append("hostile{name=\"").append(i).append("\"} 3\n");
    }
    shop.post("/monitoring/metrics?job=hostile", "text/plain", pushed.toString());
    shop.awaitData("count(hostile) > 1000");

    for (String view : List.of("graph", "stack", "table")) {
      String query = view.equals("table") ? "hostile < 3" : "hostile";
      browser.go("/?p=explore&range=5m&view=" + view + "&q=" + encoded(query));
      browser.untilShown("explore");
      browser.untilTrue(
          "/\\d+ series/.test(document.querySelector('[role=status].muted').textContent)");
      assertThat(browser.run("return window.hacked")).isNull();
      assertThat(browser.all("main script, main img")).isEmpty();
      browser.size(375, 812);
      assertThat(fits(375)).as(view).isTrue();
      browser.size(1440, 900);
    }
    assertThat(browser.texts("tbody code"))
        .anyMatch(text -> text.contains("<script>window.hacked=1"));
    browser.press("/");
    browser.find("dialog[open] input").sendKeys("hostile");
    browser.untilTrue("document.querySelector('#found li')");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void noOtherHostIsAskedAndNothingIsSlowToCome() {
    browser.open("/?p=overview");
    browser.untilShown("overview");
    @SuppressWarnings("unchecked")
    List<String> asked =
        (List<String>)
            browser.run("return performance.getEntriesByType('resource').map((each) => each.name)");
    assertThat(asked).isNotEmpty().allMatch(each -> each.startsWith(shop.console()));
    System.out.println("console: first paint after " + browser.firstPaint() + " ms");
  }

  @Test
  void whoSignsOutIsAskedForTheToken() {
    browser.open("/?p=routes");
    browser.untilShown("routes");
    browser.find(".me button").click();
    browser.find("input[name=token]").sendKeys(WatchedShop.TOKEN, Keys.ENTER);
    browser.find("#tools #range");
  }

  @Test
  void aMethodIsFoundTriedWovenAndTakenAway() throws Exception {
    browser.go("/?p=methods&range=5m&class=CatalogController");
    browser.untilShown("methods");
    browser.find("details:not([open]) summary, details[open] summary");
    browser.run("document.querySelector('details').open = true");
    browser.until(
        driver -> {
          for (WebElement each : browser.all("details .link")) {
            if (each.getText().startsWith("products(")) {
              each.click();
              return true;
            }
          }
          return false;
        });
    browser.untilTrue("document.body.textContent.includes('matches 1 method')");
    browser.find(".form .primary").click();
    browser.untilTrue("document.body.textContent.includes('applied here')");
    browser.untilRefreshed(
        "Number(document.querySelector('.page-methods tbody td.num')?.textContent.replace(/\\D/g, '')) > 0");
    picture("methods-woven");
    browser.until(
        driver -> {
          driver
              .findElement(By.cssSelector(".page-methods tbody .row button, td > button"))
              .click();
          return true;
        });
    browser.untilTrue("!document.body.textContent.includes('applied here')");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatRunsIsSampledAndDrawn() throws Exception {
    browser.go("/?p=jvm&tab=profile&range=5m");
    browser.untilShown("jvm");
    browser.run("document.querySelector('.page-jvm .panel select').selectedIndex = 0");
    String served = "select[aria-label=Route] option[value^='GET ']";
    for (int i = 0; i < 10 && browser.all(served).isEmpty(); i++) {
      browser.find(".page-jvm .panel .primary").click();
      browser.untilTrue("document.body.textContent.includes('Sampling for')");
      browser.untilTrue("!document.body.textContent.includes('Sampling for')");
    }
    browser.find(served).click();
    browser.untilTrue(
        """
        document.querySelector('.flame-said').textContent === document.querySelector(
            'select[aria-label=Route]').selectedOptions[0].textContent.split(', ').pop()""");
    assertThat(browser.texts(".frame")).isNotEmpty();
    assertThat(browser.barriers()).isEmpty();
    picture("profile-light");
    browser.go("/?p=jvm&tab=threads&range=5m");
    browser.untilShown("jvm");
    browser.until(driver -> driver.findElements(By.cssSelector("tbody .link")).size() > 5);
    browser.find("tbody .link").click();
    browser.find(".stack, .page-jvm .state");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aRuleIsTriedAgainstThePast() {
    browser.go(
        "/?p=alerts&tab=try&range=5m&expr="
            + encoded("sum(rate(http_requests_total[30s])) > 0.01"));
    browser.untilShown("alerts");
    browser.untilTrue("document.querySelector('.chart canvas')");
    browser.untilTrue("document.body.textContent.includes('When it would have fired')");
    browser.until(driver -> driver.findElement(By.cssSelector("tbody .badge")).isDisplayed());
    assertThat(browser.complaints()).isEmpty();
  }

  private static List<String> pages() {
    browser.open("/");
    browser.find(".side a");
    List<String> pages =
        browser.all(".side a").stream().map(each -> each.getAttribute("data-page")).toList();
    assertThat(pages).contains("overview", "routes", "traces", "explore", "alerts", "agent");
    return pages;
  }

  /** Whether nothing has to be scrolled sideways, once the charts have found their new width. */
  private static boolean fits(int width) {
    try {
      browser.untilTrue("document.documentElement.scrollWidth <= " + width);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static Object tooWide(int width) {
    return browser.run(
        """
        return [...document.querySelectorAll('main *')]
          .filter((each) => each.getBoundingClientRect().right > arguments[0] + 1 && !each.closest('.scroll, .map'))
          .slice(0, 5).map((each) => each.tagName + '.' + each.className).join(' ')""",
        width);
  }

  private static void picture(String name) throws Exception {
    OpenConsole.picture(name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
