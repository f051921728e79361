// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
  private static final ContextKey<String> KEY = ContextKey.named("test");

  private final Context own = Context.root().with(KEY, "own");
  private final Context one = Context.root().with(KEY, "one");
  private final Context two = Context.root().with(KEY, "two");
  private final Attachments attachments = new Attachments() {};
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    other.shutdownNow();
  }

  private <T> T elsewhere(Callable<T> work) throws Exception {
    return other.submit(work).get(1, TimeUnit.MINUTES);
  }

  @Test
  void eachThreadPutsBackItsOwnContextWhoeverCameFirst() throws Exception {
    try (Scope ignored = one.makeCurrent()) {
      attachments.attach(own);
      elsewhere(
          () -> {
            two.makeCurrent();
            attachments.attach(own);
            return "";
          });
      attachments.detach(own);
      assertThat(Context.current()).isSameAs(one);
      assertThat(elsewhere(Context::current)).isSameAs(own);
      Context left =
          elsewhere(
              () -> {
                attachments.detach(own);
                return Context.current();
              });
      assertThat(left).isSameAs(two);
    }
  }

  @Test
  void aThreadThatIsTwiceInsideLeavesTheInnerFirst() throws Exception {
    elsewhere(
        () -> {
          attachments.attach(own);
          return "";
        });
    attachments.attach(own); // the other thread was first
    elsewhere(
        () -> {
          attachments.detach(own);
          return "";
        });
    try (Scope inner = two.makeCurrent()) {
      attachments.attach(own);
      attachments.detach(own);
      assertThat(Context.current()).isSameAs(two);
    }
    attachments.detach(own);
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void whoIsNotInsidePutsBackNothing() throws Exception {
    attachments.attach(own);
    Context untouched =
        elsewhere(
            () -> {
              two.makeCurrent();
              attachments.detach(own);
              return Context.current();
            });
    assertThat(untouched).isSameAs(two);
    attachments.detach(own);
    attachments.detach(own);
    assertThat(Context.current()).isSameAs(Context.root());
  }
}
