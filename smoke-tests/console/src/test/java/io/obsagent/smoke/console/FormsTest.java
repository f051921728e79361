// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** What people do on the pages, and what comes of it in the process. */
@Timeout(600)
@ExtendWith(OpenConsole.class)
class FormsTest {
  private static final String ALERT = "AlwaysThere";
  private static final String LOGGER = "com.zaxxer.hikari";

  private static WatchedShop shop;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    shop = OpenConsole.shop();
    browser = OpenConsole.browser();
    shop.awaitData("ALERTS{alertname=\"" + ALERT + "\",alertstate=\"firing\"}");
  }

  private static void show(String page, String parameters) {
    browser.go("/?p=" + page + "&range=5m" + parameters);
    browser.untilShown(page);
  }

  private static void untilAnswers(String path, String... texts) {
    browser.until(
        driver -> {
          try {
            String answer = shop.get(path);
            return List.of(texts).stream().allMatch(answer::contains);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void nothingIsWrong() throws Exception {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.otherBarriers()).isEmpty();
  }

  @Test
  void anAlertIsAcknowledgedAndSilencedAndTheSilenceEnds() throws Exception {
    show("alerts", "");
    browser.press("tbody tr", ALERT, "Acknowledge");
    browser.find("#ask-by").sendKeys("ann");
    nothingIsWrong();
    browser.find("#ask-comment").sendKeys("at it", Keys.ENTER);
    browser.untilTrue("document.querySelector('.page tbody').innerText.includes('taken by ann')");
    untilAnswers("/monitoring/alerts", "\"by\":\"ann\"");

    browser.press("tbody tr", ALERT, "Silence");
    assertThat(browser.find("#ask-matchers").getAttribute("value"))
        .contains("alertname=\"" + ALERT + '"');
    browser.find("#ask-by").sendKeys("ann", Keys.ENTER);
    browser.untilTrue("!document.querySelector('dialog')");
    show("alerts", "&tab=silences");
    browser.untilTrue("document.querySelector('tbody tr .badge')?.innerText === 'active'");
    nothingIsWrong();
    browser.press("tbody tr", ALERT, "End");
    browser.untilTrue("document.querySelector('tbody tr .badge')?.innerText === 'expired'");
  }

  @Test
  void aReceiverIsTested() throws Exception {
    show("alerts", "&tab=silences");
    int before = OpenConsole.notifications();
    browser.press("tbody tr", "webhook", "Send a test");
    browser.untilTrue("document.body.innerText.includes('has taken it')");
    assertThat(OpenConsole.notifications()).isGreaterThan(before);
    nothingIsWrong();
  }

  @Test
  void aRuleIsAddedSwitchedOffAndOnAgain() throws Exception {
    String expression = URLEncoder.encode("vector(0) > 1", StandardCharsets.UTF_8);
    show("alerts", "&tab=try&for=1m&expr=" + expression);
    browser.find("#try-name").sendKeys("AddedByHand");
    browser.press("form", "", "Add the rule");
    untilAnswers("/monitoring/alerts/rules", "AddedByHand");
    nothingIsWrong();

    show("alerts", "&tab=rules&rules.filter=AddedByHand");
    browser.press("tbody tr", "AddedByHand", "Disable");
    browser.untilTrue(
        "[...document.querySelectorAll('tbody tr')].some((each) => each.innerText.includes('AddedByHand') && each.innerText.includes('disabled'))");
    browser.press("tbody tr", "AddedByHand", "Enable");
    browser.untilTrue(
        "[...document.querySelectorAll('tbody tr')].some((each) => each.innerText.includes('AddedByHand') && each.innerText.includes('inactive'))");
  }

  @Test
  void theLevelOfALoggerIsChangedAndSetBack() throws Exception {
    show("logs", "&tab=levels");
    browser.press("tbody tr", LOGGER, "ERROR");
    String logger = "\"name\":\"" + LOGGER + "\",\"framework\":\"logback\",\"level\":";
    untilAnswers("/monitoring/loggers", logger + "\"ERROR\"");
    browser.press("tbody tr", LOGGER, "Back");
    untilAnswers("/monitoring/loggers", logger + "null");
    nothingIsWrong();
  }

  @Test
  void linesOfTheLogComeByThemselves() throws Exception {
    show("logs", "");
    browser.untilTrue("document.querySelector('.filters [role=status]').innerText === 'live'");
    browser.untilTrue("document.querySelectorAll('.log-lines tbody tr').length > 0");
    browser.run("document.querySelector('.log-lines tbody').firstChild.id = 'seen'");
    browser.untilTrue(
        "document.querySelector('.log-lines tbody').firstChild.id !== 'seen' && document.getElementById('seen')");
    nothingIsWrong();
  }

  @Test
  void theMapShowsWhoCallsWhomAndOnePartOfIt() throws Exception {
    show("map", "");
    browser.untilTrue("document.querySelectorAll('.map .node').length > 3");
    int all = browser.all(".page tbody tr").size();
    browser.run(
        "[...document.querySelectorAll('.map .node')].find((each) => each.getAttribute('aria-label').includes('Redis')).focus()");
    browser.press(Keys.ENTER);
    browser.untilTrue("location.search.includes('node=')");
    assertThat(browser.texts(".page tbody tr")).isNotEmpty().hasSizeLessThan(all);
    nothingIsWrong();
  }

  @Test
  void aRouteShowsWhereItsTimeGoes() throws Exception {
    show("routes", "&route=%2Fcheckout&method=POST");
    browser.untilTrue(
        "[...document.querySelectorAll('.panel')].some((each) => each.querySelector('h2')?.innerText === 'Where the time goes' && each.querySelectorAll('.legend-entry').length > 1)");
    nothingIsWrong();
  }

  @Test
  void twoTracesAreCompared() throws Exception {
    show("traces", "&route=%2Fcheckout");
    browser.untilTrue("document.querySelectorAll('tbody input[type=checkbox]').length > 1");
    browser.run(
        "[...document.querySelectorAll('tbody input[type=checkbox]')].slice(0, 2).forEach((each) => each.click())");
    browser.press(".page-head", "", "Compare two");
    browser.until(
        driver -> driver.findElement(By.cssSelector("h1")).getText().equals("Two traces"));
    assertThat(browser.texts(".page tbody tr")).hasSizeGreaterThan(3);
    nothingIsWrong();
  }

  @Test
  void aConversationWithAModelIsReadAndItsBudgetSeen() throws Exception {
    show("ai", "");
    browser.untilTrue("document.querySelectorAll('.chat .turn').length > 1");
    assertThat(browser.texts(".chat .turn b")).contains("user", "assistant");
    browser.untilTrue(
        "[...document.querySelectorAll('tbody tr')].some((each) => each.innerText.includes('whole-day') && each.innerText.includes('$5'))");
    nothingIsWrong();
  }

  /** The shop's models call no tools: what they would have said is shown by the page's own code. */
  @Test
  void callsOfToolsStandApartFromWhatIsSaid() throws Exception {
    show("ai", "");
    browser.run(
        """
        const said = [
          {role: 'assistant', parts: [
            {type: 'reasoning', content: 'a look at the stock'},
            {type: 'text', content: 'I look.'},
            {type: 'tool_call', id: 'c1', name: 'stock', arguments: {sku: '<b>7</b>'}}]},
          {role: 'tool', parts: [{type: 'tool_call_response', id: 'c1', response: '{"left": 3}'}]},
        ];
        const module = new URL('pages/ai.js', document.querySelector('script[type=module]').src);
        return import(module).then((ai) => {
          const chat = document.createElement('div');
          chat.className = 'chat shown-by-test';
          chat.append(...ai.messages(JSON.stringify(said)));
          document.querySelector('.page-ai').prepend(chat);
        });""");
    assertThat(browser.texts(".shown-by-test .tool-name"))
        .containsExactly("calls stock", "answer of the tool");
    assertThat(browser.texts(".shown-by-test pre"))
        .containsExactly("{\n  \"sku\": \"<b>7</b>\"\n}", "{\n  \"left\": 3\n}");
    assertThat(browser.texts(".shown-by-test summary")).containsExactly("reasoning");
    nothingIsWrong();
  }
}
