// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class ShelfTest {
  @Test
  void aCallIsOneSpanAndItsResultIsTheSame() {
    assertThat(new ShelfClient().find("tea")).isEqualTo("document tea");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("FIND");
    assertThat(span.kind()).isEqualTo("CLIENT");
    assertThat(span.attribute("db.system.name")).isEqualTo("shelf");
  }

  @Test
  void aFailureIsOnTheSpanAndReachesTheCaller() {
    assertThatThrownBy(() -> new ShelfClient().find("")).hasMessage("no key");
    assertThat(Recorded.awaitSpans(1).get(0).status()).isEqualTo("ERROR");
  }
}
