// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A block after {@code <!-- file: PATH -->} is that file, without its licence line. */
class QuotedCodeTest {
  private static final Pattern QUOTE =
      Pattern.compile("(?s)<!-- file: (\\S+) -->\n```\\w+\n(.*?)```\n");
  private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0\n";

  @Test
  void quotedFilesAreAsTheBuildCompilesThem() throws IOException {
    List<String> quoted = new ArrayList<>();
    for (Path page : Documents.pages()) {
      Matcher quote = QUOTE.matcher(Documents.read(page));
      while (quote.find()) {
        String source = Files.readString(Documents.ROOT.resolve(quote.group(1)));
        assertThat(quote.group(2))
            .as("%s, as quoted in %s", quote.group(1), page.getFileName())
            .isEqualTo(source.replace(LICENCE, ""));
        quoted.add(page.getFileName().toString());
      }
    }
    assertThat(quoted).contains("writing-an-instrumentation.md");
  }
}
