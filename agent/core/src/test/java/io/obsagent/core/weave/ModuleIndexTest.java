// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.weave.ModuleDescriptor.MethodAdvice;
import io.obsagent.core.weave.ModuleDescriptor.TypeAdvice;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeMatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleIndexTest {
  @Test
  void whatIsWrittenIsReadBack() {
    ModuleDescriptor module =
        new ModuleDescriptor(
            "sample",
            "Sample 1.0–2.0",
            "Says what it gives.",
            false,
            List.of(
                new TypeAdvice(
                    TypeMatch.named("a.B", "a.C"),
                    true,
                    List.of(
                        new MethodAdvice(MethodMatch.named("any"), "x.Advice"),
                        new MethodAdvice(MethodMatch.named("none").takes(), "x.Advice"),
                        new MethodAdvice(
                            MethodMatch.named("one").takes((String) null).orSynthetic(), "x.Y"))),
                new TypeAdvice(
                    TypeMatch.subtypesOf("a.I").except("b.", "c."),
                    List.of(
                        new MethodAdvice(
                            MethodMatch.constructor()
                                .takesFirst("int", null, "java.lang.String[]")
                                .returns("void")
                                .isPublic(),
                            "x.Advice")))),
            List.of("a.pool.", "a.Cleaner"),
            true);

    byte[] written = ModuleIndex.write(List.of(module)).getBytes(StandardCharsets.UTF_8);
    assertThat(ModuleIndex.read(written)).containsExactly(module);
  }
}
