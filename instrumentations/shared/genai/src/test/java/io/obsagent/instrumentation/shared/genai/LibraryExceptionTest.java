// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibraryExceptionTest {
  /** Of a version that has it. */
  public static final class Known extends Exception {
    private static final long serialVersionUID = 1;

    public Known(String message) {
      super(message);
    }
  }

  /** What another version of a library makes in another way. */
  public static final class Other extends Exception {
    private static final long serialVersionUID = 1;

    public Other(int code) {
      super("code " + code);
    }
  }

  private static final String KNOWN = Known.class.getName();

  @Test
  void theFirstThatTheLibraryHasIsMade() {
    assertThat(LibraryException.of(this, "spent", "com.acme.Unknown", Other.class.getName(), KNOWN))
        .isExactlyInstanceOf(Known.class)
        .hasMessage("spent");
  }

  @Test
  void withoutAnyItIsOneOfTheJdk() {
    assertThat(LibraryException.of(this, "spent", "com.acme.Unknown"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("spent");
  }

  @Test
  void itIsKnownWhichOnesThereAre() {
    assertThat(LibraryException.isKnown(this, KNOWN)).isTrue();
    assertThat(LibraryException.isKnown(this, "com.acme.Unknown")).isFalse();
  }
}
