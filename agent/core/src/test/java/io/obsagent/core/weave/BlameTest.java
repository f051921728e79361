// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlameTest {
  private static final String ADVICE = "io.obsagent.instrumentation.jdbc.Statements";
  private static final String DRIVER = "com.vendor.Driver";

  @Test
  void whoeverThrewIsToBlame() {
    assertThat(Blame.of(in(ADVICE, new IllegalStateException()))).isSameAs(Blame.OWN);
    assertThat(Blame.of(in(DRIVER, new IllegalStateException()))).isSameAs(Blame.OTHERS);
  }

  @Test
  void whatTheJdkThrowsIsItsCallers() {
    assertThat(Blame.of(in("java.util.ArrayList", ADVICE, new IndexOutOfBoundsException())))
        .isSameAs(Blame.OWN);
    assertThat(Blame.of(in("java.util.ArrayList", DRIVER, new IndexOutOfBoundsException())))
        .isSameAs(Blame.OTHERS);
  }

  @Test
  void theJvmNamesTheInstrumentationThatDoesNotLink() {
    assertThat(Blame.of(in(ADVICE, new NoSuchMethodError()))).isSameAs(Blame.LINKAGE);
    assertThat(Blame.of(in(ADVICE, new NoClassDefFoundError("com/vendor/New"))))
        .isSameAs(Blame.LINKAGE);
    assertThat(Blame.of(in(DRIVER, new NoClassDefFoundError("com/vendor/New"))))
        .isSameAs(Blame.OTHERS);
  }

  @Test
  void anInterfaceThatADriverImplementsInPartIsTheDriversFault() {
    assertThat(Blame.of(in(ADVICE, new AbstractMethodError()))).isSameAs(Blame.OTHERS);
  }

  @Test
  void aDriverWhoseStaticInitialiserFailsIsToBlame() {
    Throwable cause = in(DRIVER, new IllegalStateException("no native library"));
    assertThat(Blame.of(in(ADVICE, new ExceptionInInitializerError(cause)))).isSameAs(Blame.OTHERS);
    assertThat(
            Blame.of(
                in(
                    ADVICE,
                    new NoClassDefFoundError("Could not initialize class com.vendor.Driver"))))
        .isSameAs(Blame.OTHERS);
  }

  @Test
  void anInstrumentationWhoseOwnInitialiserFailsNeverWorks() {
    Throwable cause = in(ADVICE, new IllegalStateException());
    assertThat(Blame.of(in(ADVICE, new ExceptionInInitializerError(cause))))
        .isSameAs(Blame.LINKAGE);
    assertThat(
            Blame.of(in(ADVICE, new NoClassDefFoundError("Could not initialize class " + ADVICE))))
        .isSameAs(Blame.LINKAGE);
  }

  @Test
  void anExceptionWithoutStackTraceIsHeldAgainstTheAdviceThatThrewIt() {
    assertThat(Blame.of(in(new NullPointerException()))).isSameAs(Blame.OWN);
  }

  private static Throwable in(Throwable failure) {
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  private static Throwable in(String type, Throwable failure) {
    return in(type, "com.shop.Main", failure);
  }

  private static Throwable in(String type, String caller, Throwable failure) {
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement(type, "call", null, 1),
          new StackTraceElement(caller, "caller", null, 1)
        });
    return failure;
  }
}
