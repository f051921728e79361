// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.methods.expr.ExprException;
import io.obsagent.spi.weave.MethodProbe;
import io.obsagent.spi.weave.MethodSelector.Choice;
import io.obsagent.spi.weave.MethodSelector.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private final WovenMethods woven = new WovenMethods();

  private static MethodEntry entry(String pattern) throws ExprException {
    return new MethodEntry(
        "f:1", MethodPattern.parse(pattern), "", List.of(), Map.of(), null, null);
  }

  private static Method method(String type, String name) {
    return new Method(type, name, "()V", 0, false);
  }

  @Test
  void choicesOfAClassAreEqualWhileItsOwnEntriesAre() throws Exception {
    Selection before = new Selection(List.of(entry("a.B#x"), entry("a.C#x")), woven);
    Selection after = new Selection(List.of(entry("a.B#x"), entry("a.C#y")), woven);
    assertThat(after.choice("a.B", Set::of)).isEqualTo(before.choice("a.B", Set::of));
    assertThat(after.choice("a.C", Set::of)).isNotEqualTo(before.choice("a.C", Set::of));
    assertThat(after.choice("a.D", Set::of)).isNull();
  }

  @Test
  void aMethodKeepsItsProbeWhileItsEntriesStay() throws Exception {
    Choice choice = new Selection(List.of(entry("a.B#x")), woven).choice("a.B", Set::of);
    MethodProbe probe = choice.probe(method("a.B", "x"));
    woven.keep(List.of(entry("a.B#x")));
    assertThat(choice.probe(method("a.B", "x"))).isEqualTo(probe);
    assertThat(woven.of(probe.id())).isNotNull();
    woven.keep(List.of());
    assertThat(woven.of(probe.id())).isNull();
    assertThat(choice.probe(method("a.B", "y"))).isNull();
  }

  @Test
  void aSuspendingFunctionIsLeftOut() throws Exception {
    Choice choice = new Selection(List.of(entry("a.B#x")), woven).choice("a.B", Set::of);
    String descriptor = "(ILkotlin/coroutines/Continuation;)Ljava/lang/Object;";
    assertThat(choice.probe(new Method("a.B", "x", descriptor, 0, false))).isNull();
  }

  @Test
  void aThousandMethodsAreWovenAndNoMore() throws Exception {
    Choice choice = new Selection(List.of(entry("a.B#*")), woven).choice("a.B", Set::of);
    for (int i = 0; i < 1_000; i++) {
      assertThat(choice.probe(method("a.B", "m" + i))).isNotNull();
    }
    assertThat(choice.probe(method("a.B", "more"))).isNull();
    assertThat(choice.probe(method("a.B", "m5"))).isNotNull();
    assertThat(woven.all()).hasSize(1_000);
  }
}
