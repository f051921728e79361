// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.NewerJvm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a JDK that has virtual threads. */
@ExtendWith(AgentExtension.class)
class OneTraceTest {
  @Test
  void aRequestIsOneTraceFromTheServerToTheDatabase() throws Exception {
    Optional<NewerJvm> jvm = NewerJvm.atLeast(21);
    assumeThat(jvm).isPresent();

    List<String> tree =
        jvm.get().run(OrdersProgram.class).stream()
            .filter(line -> line.startsWith(OrdersProgram.SPAN))
            .map(line -> line.substring(OrdersProgram.SPAN.length()))
            .toList();

    assertThat(tree)
        .containsExactly(
            "SERVER GET /orders/{id}",
            "  CLIENT GET",
            "    SERVER GET /stock/{id}",
            "  PRODUCER send orders",
            "    CONSUMER process orders",
            "      CLIENT SELECT stock");
  }
}
