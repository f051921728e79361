// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UiRoutesTest {
  private static final int MAX_GZIP_BYTES = 150_000;
  private final Router router = new Router();

  UiRoutesTest() {
    UiRoutes.register(router);
  }

  @Test
  void aFileHasItsTypeAndIsNotSentTwice() throws Exception {
    Response first = get("/console/lib/dom.js", Map.of());
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.headers())
        .containsEntry("Content-Type", "text/javascript; charset=utf-8")
        .containsEntry("Cache-Control", "no-cache");
    assertThat(body(first)).startsWith("// SPDX-License-Identifier: Apache-2.0");

    String tag = first.headers().get("ETag");
    Response second = get("/console/lib/dom.js", Map.of("if-none-match", List.of(tag)));
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.headers()).containsEntry("ETag", tag);
    assertThat(body(second)).isEmpty();
    assertThat(get("/console/app.js", Map.of("if-none-match", List.of(tag))).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/../style.css",
        "/console/lib/../../style.css",
        "/console//etc/hosts.js",
        "/console/none.js",
        "/console/lib",
        "/console/UiRoutes.class",
        "/console/a\u0000.js"
      })
  void whatIsNotAFileOfTheConsoleIsNotThere(String path) throws Exception {
    assertThat(get(path, Map.of()).status()).isEqualTo(404);
  }

  @Test
  void theLibraryOfChartsIsInTheJarWithItsLicence() throws Exception {
    assertThat(get("/console/uplot/uPlot.iife.min.js", Map.of()).status()).isEqualTo(200);
    assertThat(get("/console/uplot/uPlot.min.css", Map.of()).status()).isEqualTo(200);
    try (InputStream licence =
        UiRoutes.class.getResourceAsStream("/META-INF/licenses/uplot/LICENSE")) {
      assertThat(new String(licence.readAllBytes(), StandardCharsets.UTF_8)).contains("MIT");
    }
  }

  @Test
  void allOfItIsSmall() throws Exception {
    long all = 0;
    for (Path file : files("")) {
      ByteArrayOutputStream gzip = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(gzip)) {
        Files.copy(file, out);
      }
      all += gzip.size();
    }
    assertThat(all).isBetween(1L, (long) MAX_GZIP_BYTES);
  }

  @Test
  void thereIsOneStyleSheetAndNoLongFile() throws Exception {
    assertThat(files(".css"))
        .extracting(each -> each.getFileName().toString())
        .containsExactlyInAnyOrder("app.css", "uPlot.min.css");
    for (Path file : files(".js")) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(400);
    }
  }

  @Test
  void noNameCanBecomeMarkupAndNoOtherHostIsAsked() throws Exception {
    for (Path file : files(".js")) {
      if (!file.toString().contains("uplot")) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
            .doesNotContain("DOMParser", "eval(", "new Function", "setAttribute('style'")
            .doesNotContain("https://");
      }
    }
  }

  @Test
  void whatAModuleImportsIsThere() throws Exception {
    Pattern imports = Pattern.compile("from '(\\.[^']+)'|import\\('(\\.[^']+\\.js)'\\)");
    for (Path file : files(".js")) {
      Matcher found = imports.matcher(Files.readString(file));
      while (found.find()) {
        String name = found.group(1) == null ? found.group(2) : found.group(1);
        assertThat(file.resolveSibling(name).normalize()).as("%s imports", file).exists();
      }
    }
    Path pages = root().resolve("pages");
    Matcher page =
        Pattern.compile("\\{ id: '(\\w+)'").matcher(Files.readString(pages.resolve("index.js")));
    while (page.find()) {
      assertThat(pages.resolve(page.group(1) + ".js")).exists();
    }
  }

  private Response get(String path, Map<String, List<String>> headers) throws IOException {
    Router.Match match = router.find("GET", path);
    assertThat(match).isNotNull();
    return match
        .handler()
        .handle(new Request("GET", path, Map.of(), headers, match.pathParameters(), new byte[0]));
  }

  private static String body(Response response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Path root() throws Exception {
    URI index = UiRoutes.class.getResource("ui/index.html").toURI();
    return Path.of(index).getParent();
  }

  private static List<Path> files(String end) throws Exception {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(Files::isRegularFile)
          .filter(each -> each.toString().endsWith(end))
          .toList();
    }
  }
}
