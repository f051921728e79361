// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
  @ParameterizedTest
  @CsvSource({
    "500 - no, 500",
    "HTTP 429 - slow down, 429",
    "50 - no, -1",
    "HTTP 42, -1",
    "5x0 - no, -1",
    "HTTP, -1",
    "'', -1",
    ", -1",
  })
  void aStatusStandsAtTheBeginning(String message, int status) {
    assertThat(Refusals.status(message)).isEqualTo(status);
  }
}
