// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A block after {@code <!-- file: PATH -->} is that file, without its licence line; written anew
 * with {@code -Dobs.docs.write=true}.
 */
class QuotedCodeTest {
  private static final Pattern QUOTE =
      Pattern.compile("(?s)<!-- file: (\\S+) -->\n```\\w+\n(.*?)```\n");
  private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0\n";

  @Test
  void quotedFilesAreAsTheBuildCompilesThem() throws IOException {
    List<String> quoted = new ArrayList<>();
    for (Path page : Documents.pages()) {
      if (Boolean.getBoolean("obs.docs.write")) {
        Files.writeString(page, quotedAnew(Documents.read(page)));
      }
      Matcher quote = QUOTE.matcher(Documents.read(page));
      while (quote.find()) {
        assertThat(quote.group(2))
            .as("%s, as quoted in %s", quote.group(1), page.getFileName())
            .isEqualTo(source(quote.group(1)));
        quoted.add(page.getFileName().toString());
      }
    }
    assertThat(quoted).contains("writing-an-instrumentation.md");
  }

  private static String quotedAnew(String text) {
    return QUOTE
        .matcher(text)
        .replaceAll(
            quote -> {
              int from = quote.start(2) - quote.start();
              int to = quote.end(2) - quote.start();
              String whole = quote.group();
              return Matcher.quoteReplacement(
                  whole.substring(0, from) + source(quote.group(1)) + whole.substring(to));
            });
  }

  private static String source(String path) {
    try {
      return Files.readString(Documents.ROOT.resolve(path)).replace(LICENCE, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
