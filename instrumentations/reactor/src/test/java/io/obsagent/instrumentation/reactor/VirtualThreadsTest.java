// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.NewerJvm;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.scheduler.Schedulers;

/** The scheduler that takes a virtual thread for each task: a JDK of this build may have none. */
@ExtendWith(AgentExtension.class)
class VirtualThreadsTest {
  @Test
  void aTaskRunsInItsOwnContextWhoeverStartsItsThread() throws Exception {
    assumeThat(Schedulers.class.getResource("BoundedElasticThreadPerTaskScheduler.class"))
        .as("skipped: needs Reactor 3.6, whose scheduler it is")
        .isNotNull();
    Optional<NewerJvm> jvm = NewerJvm.atLeast(21);
    assumeThat(jvm).isPresent();

    assertThat(jvm.get().run(VirtualThreadsProgram.class))
        .containsExactly("first=request", "outside=root", "third=another", "late=late");
  }
}
