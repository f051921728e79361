// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reference's own vectors, of the key 00 01 … 0f and inputs 00 01 …, two bytes a character. */
class SipHashTest {
  private final SipHash hash =
      new SipHash(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});

  private static String text(int bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes; i += 2) {
      text.append((char) (i + 1 << 8 | i));
    }
    return text.toString();
  }

  private long of(int bytes) {
    return hash.of(text(bytes), bytes / 2);
  }

  @Test
  void itIsWhatTheReferenceGives() {
    assertThat(of(0)).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(of(2)).isEqualTo(0x0d6c8009d9a94f5aL);
    assertThat(of(4)).isEqualTo(0xcf2794e0277187b7L);
    assertThat(of(6)).isEqualTo(0xcbc9466e58fee3ceL);
    assertThat(of(8)).isEqualTo(0x93f5f5799a932462L);
    assertThat(of(16)).isEqualTo(0x3f2acc7f57c29bdbL);
  }

  @Test
  void whatIsBeyondTheLengthDoesNotCount() {
    assertThat(hash.of("abcdefgh", 5)).isEqualTo(hash.of("abcde", 5));
  }
}
