// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.weave.ModuleDescriptor.MethodAdvice;
import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.core.weave.TypeMatcher.Match;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeMatch;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelocationTest {
  private static final MethodMatch SERVE =
      MethodMatch.named("serve").takes("lib.Request", null, "lib.Part[]", "int", "api.Servlet");

  private final Relocation relocation = new Relocation(new Shaded(), "shaded/");

  /** Has renamed a library with two types, and left the API as it was. */
  private static final class Shaded extends ClassLoader {
    private static final Set<String> THERE =
        Set.of("shaded/lib/Request.class", "shaded/lib/Part.class", "api/Servlet.class");

    @Override
    public InputStream getResourceAsStream(String name) {
      return THERE.contains(name) ? new ByteArrayInputStream(new byte[0]) : null;
    }
  }

  @Test
  void typesThatAreThereUnderTheNewNameAreRenamedAndOthersKeepTheirs() {
    assertThat(relocation.map("lib/Request")).isEqualTo("shaded/lib/Request");
    assertThat(relocation.map("api/Servlet")).isEqualTo("api/Servlet");
    assertThat(relocation.mapDesc("([Llib/Part;Ljava/lang/String;)V"))
        .isEqualTo("([Lshaded/lib/Part;Ljava/lang/String;)V");
  }

  @Test
  void methodsAreLookedForWithTheNewNamesOfTheirArguments() {
    assertThat(relocation.renamed(SERVE).argumentTypes())
        .containsExactly("shaded.lib.Request", null, "shaded.lib.Part[]", "int", "api.Servlet");
  }

  @Test
  void textsThatNameTypesAreRenamedAndOthersStay() {
    assertThat(relocation.mapValue("lib.Request")).isEqualTo("shaded.lib.Request");
    for (String text : List.of("HTTP/1.1", "a.b c", ".servlet", "lib/Request", "", "api.Servlet")) {
      assertThat(relocation.mapValue(text)).isEqualTo(text);
    }
  }

  @Test
  void onlyAModuleThatSaysSoIsForRenamedTypes() {
    TypeAdvice advice =
        new TypeAdvice(TypeMatch.named("lib.Server"), List.of(new MethodAdvice(SERVE, "x.Y")));

    assertThat(matches(advice, true, "lib/Server")).containsExactly(new Match(0, advice, ""));
    assertThat(matches(advice, true, "a/b/lib/Server"))
        .containsExactly(new Match(0, advice, "a/b/"));
    assertThat(matches(advice, false, "a/b/lib/Server")).isEmpty();
    assertThat(matches(advice, true, "a/mylib/Server")).isEmpty();
    assertThat(module(advice, true).prefixOf("a.b.lib.Server")).isEqualTo("a.b.");
    assertThat(module(advice, true).prefixOf("lib.Server")).isNull();
    assertThat(module(advice, false).prefixOf("a.b.lib.Server")).isNull();
  }

  private static List<Match> matches(TypeAdvice advice, boolean relocatable, String type) {
    return new TypeMatcher(List.of(module(advice, relocatable)), new UnknownLibraries())
        .matches(RelocationTest.class.getClassLoader(), type, new byte[0]);
  }

  private static ModuleDescriptor module(TypeAdvice advice, boolean relocatable) {
    return new ModuleDescriptor(
        "lib", "Lib 1", "For this test.", true, List.of(advice), List.of(), relocatable);
  }
}
