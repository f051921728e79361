// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.NewerJvm;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VirtualThreadServerTest {
  @Test
  void requestsServedByVirtualThreadsAreTracesOfTheirOwn() throws Exception {
    Optional<NewerJvm> jvm = NewerJvm.atLeast(21);
    assumeThat(jvm).isPresent();

    assertThat(jvm.get().run(VirtualThreadServer.class))
        .containsExactly("threads=[Virtual]", "spans=[GET /virtual]", "traces=20");
  }
}
