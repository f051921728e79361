// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.NewerJvm;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class VirtualThreadTest {
  @Test
  void aVirtualThreadRunsInTheContextOfItsStarter() throws Exception {
    Optional<NewerJvm> jvm = NewerJvm.atLeast(21);
    assumeThat(jvm).isPresent();

    assertThat(jvm.get().run(VirtualThreadProgram.class))
        .containsExactly(
            "submit=request",
            "outside=root",
            "startVirtualThread=request",
            "builder=request",
            "unstarted=request",
            "factory=request",
            "made outside=request",
            "platform builder=request",
            "thread=request",
            "handler=request out of stock",
            "after all=root",
            "schedule=request",
            "parked=own");
  }

  @Test
  void aSubtaskOfAStructuredScopeRunsInTheContextOfItsFork() throws Exception {
    Optional<NewerJvm> jvm = NewerJvm.atLeast(25);
    assumeThat(jvm).isPresent();

    assertThat(jvm.get().run(StructuredScopeProgram.class, "--enable-preview"))
        .containsExactly(
            "virtual: first, second, root",
            "platform: first, second, root",
            "joiner: first SUCCESS, root SUCCESS, second FAILED",
            "nested: inner of first",
            "owner: root");
  }
}
