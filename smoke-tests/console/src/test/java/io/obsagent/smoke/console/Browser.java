// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.console;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern GONE_TRACE =
      Pattern.compile("/monitoring/traces/[0-9a-f]{32} - .* 404 ");

  /** Rows like those before them, which would be tried again and again. */
  private static final String ALIKE =
      "tbody tr:nth-of-type(n+8), .wf-row:nth-of-type(n+12), .dots-area i";

  private final ChromeDriver driver;
  private String base = "";

  private Browser(Path chromium, Path chromedriver) {
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.setCapability("goog:loggingPrefs", logging);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--force-color-profile=srgb");
    // The driver is given, so nothing looks for one to download.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
  }

  /** None if this machine has no Chromium or no driver for it. */
  static Optional<Browser> start() {
    Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
    Optional<Path> driver = onPath("chromedriver");
    return chromium.isEmpty() || driver.isEmpty()
        ? Optional.empty()
        : Optional.of(new Browser(chromium.get(), driver.get()));
  }

  static boolean isThere() {
    return onPath("chromium", "chromium-browser", "google-chrome").isPresent()
        && onPath("chromedriver").isPresent();
  }

  private static Optional<Path> onPath(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(each -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Where the console is. */
  void at(String base) {
    this.base = base;
  }

  void open(String path) {
    driver.get(base + path);
  }

  /** As a link of the console leads there: the document stays, and with it what was loaded. */
  void go(String path) {
    Object gone =
        run(
            """
            if (!document.getElementById('range')) {
              return false;
            }
            document.querySelectorAll('dialog').forEach((each) => each.close());
            history.pushState(null, '', arguments[0]);
            dispatchEvent(new PopStateEvent('popstate'));
            return true;""",
            path.substring(1));
    if (Boolean.FALSE.equals(gone)) {
      open(path);
    }
  }

  /** Any address, not one of the console's. */
  void openElsewhere(String address) {
    driver.get(address);
  }

  /** Signs in with the token of all tests. */
  void signIn() {
    open("/?p=routes");
    find("input[name=token]").sendKeys(WatchedShop.TOKEN, Keys.ENTER);
    find("#tools #range");
  }

  /** In milliseconds after the page was asked for; -1 if nothing is painted yet. */
  long firstPaint() {
    Object time =
        run(
            "return Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1)");
    return ((Number) time).longValue();
  }

  void clearCache() {
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
  }

  String address() {
    return driver.getCurrentUrl();
  }

  void back() {
    driver.navigate().back();
  }

  WebElement find(String css) {
    return until(driver -> driver.findElement(By.cssSelector(css)));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Waits for a condition of the page, which may change under it. */
  <T> T until(Function<WebDriver, T> condition) {
    return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
        .ignoring(org.openqa.selenium.NoSuchElementException.class)
        .ignoring(StaleElementReferenceException.class)
        .until(condition);
  }

  /** Waits until an expression of JavaScript is true. */
  void untilTrue(String expression) {
    until(driver -> Boolean.TRUE.equals(run("return Boolean(" + expression + ")")));
  }

  /** The same, by the key that refreshes the page, rather than when that is due. */
  void untilRefreshed(String expression) {
    untilTrue(
        "(() => { if ("
            + expression
            + ") return true; if (!document.body.classList.contains('busy'))"
            + " document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'r', bubbles: true})); })()");
  }

  /** Until the page is there with what it shows: no loading, nothing on its way. */
  void untilShown(String page) {
    untilTrue(
        "document.querySelector('.page-"
            + page
            + " h1') && !document.querySelector('.state.loading')"
            + " && !document.body.classList.contains('busy')");
  }

  /** Read at once: the page may be drawn anew between two looks at it. */
  @SuppressWarnings("unchecked")
  List<String> texts(String css) {
    return (List<String>)
        run(
            "return [...document.querySelectorAll(arguments[0])].map((each) => each.innerText)",
            css);
  }

  /** Clicks the first that is there, as soon as it is. */
  void click(String css) {
    untilTrue(
        "(() => { const each = document.querySelector(\""
            + css
            + "\"); each?.click(); return each; })()");
  }

  /** Clicks the button of these words, in the first such element that contains a text. */
  void press(String within, String text, String button) {
    until(
        driver ->
            Boolean.TRUE.equals(
                run(
                    """
                    const all = [...document.querySelectorAll(arguments[0])].filter((each) => each.textContent.includes(arguments[1]));
                    const found = all.flatMap((each) => [...each.querySelectorAll('button')])
                      .find((each) => each.textContent.trim() === arguments[2] && !each.disabled);
                    found?.click();
                    return Boolean(found);""",
                    within,
                    text,
                    button)));
  }

  /** Puts the pointer some pixels right of the left edge of the first that is there. */
  void hover(String css, int right) {
    WebElement element = find(css);
    int half = element.getSize().getWidth() / 2;
    new Actions(driver).moveToElement(element, right - half, 0).perform();
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /**
   * What the browser has complained of since it was asked last; not that a trace is gone, whose
   * place a newer one may take between the list and a look at it.
   */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(each -> each.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(each -> each.getMessage())
        .filter(each -> !GONE_TRACE.matcher(each).find())
        .toList();
  }

  /** What axe-core finds serious or critical: {@code rule: the elements}. */
  List<String> barriers() throws IOException {
    return barriers("{resultTypes: ['violations']}");
  }

  /**
   * The same without that of colours, which takes the most time: each page is tried for it once.
   */
  List<String> otherBarriers() throws IOException {
    return barriers("{resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}}");
  }

  /** What it finds of colours alone; nothing else changes with the theme. */
  List<String> colourBarriers() throws IOException {
    return barriers("{resultTypes: ['violations'], runOnly: ['color-contrast']}");
  }

  @SuppressWarnings("unchecked")
  private List<String> barriers(String options) throws IOException {
    if (Boolean.FALSE.equals(run("return typeof axe !== 'undefined'"))) {
      run(axe());
    }
    return (List<String>)
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run({include: [document], exclude: [[arguments[0]]]}, Object.assign({preload: false}, """
                + options
                + """
            )).then(
              (found) => done(found.violations
                .filter((each) => ['serious', 'critical'].includes(each.impact))
                .map((each) => each.id + ': ' + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + ' ' + (node.any[0] ? node.any[0].message : '')).join(' | '))),
              (e) => done([String(e)]));
            """,
            ALIKE);
  }

  private static String axe() throws IOException {
    String version = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (InputStream in = Browser.class.getClassLoader().getResourceAsStream(version)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
