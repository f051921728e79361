// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.helidonhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.NewerJvm;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs this package's other tests in a JVM that Helidon runs in. */
class HelidonTest {
  @Test
  void theyHoldInAnewerJvm() throws Exception {
    Optional<NewerJvm> jvm = NewerJvm.atLeast(21);
    assumeThat(jvm).isPresent();

    assertThat(jvm.get().run(KitRun.class)).last().asString().startsWith("passed ");
  }
}
