// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

class ThreadContextTest {
  private static final ContextKey<String> KEY = ContextKey.named("test");

  private final Context one = Context.root().with(KEY, "one");
  private final Context two = Context.root().with(KEY, "two");

  @Test
  void theApiUsesIt() {
    assertThat(ContextStorage.get()).isInstanceOf(ThreadContext.class);
  }

  @Test
  void scopesPutBackWhatWasBefore() {
    try (Scope outer = one.makeCurrent()) {
      try (Scope inner = two.makeCurrent()) {
        assertThat(Context.current()).isSameAs(two);
        assertThat(two.makeCurrent()).isSameAs(Scope.noop());
      }
      assertThat(Context.current()).isSameAs(one);
    }
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void aScopeThatIsClosedOutOfTurnChangesNothing() {
    Scope outer = one.makeCurrent();
    Scope inner = two.makeCurrent();
    outer.close();
    assertThat(Context.current()).isSameAs(two);
    inner.close();
    inner.close();
    assertThat(Context.current()).isSameAs(one);
    outer.close();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void whatIsExchangedIsAnsweredAndPutBackWhateverWasLeftOpen() {
    Context before = ThreadContext.exchange(one);
    assertThat(before).isSameAs(Context.root());
    assertThat(ThreadContext.exchange(one)).isSameAs(one);
    two.makeCurrent();
    assertThat(ThreadContext.exchange(before)).isSameAs(two);
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void whatIsReplacedIsRestoredUnlessSomebodyLeftAnother() {
    Object root = ThreadContext.replace(one);
    assertThat(ThreadContext.replace(one)).isNull();
    Object before = ThreadContext.replace(two);
    ThreadContext.restore(one, root);
    assertThat(Context.current()).isSameAs(two);
    ThreadContext.restore(two, before);
    assertThat(Context.current()).isSameAs(one);
    ThreadContext.restore(one, root);
    assertThat(Context.current()).isSameAs(Context.root());
  }
}
