// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.obsagent.spi.advice.Guard;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** All instrumentations keep {@link GuardRule}, and the rule finds what does not. */
class GuardRuleTest {
  @Test
  void whatALibraryCallsUsesTheAgentThroughItsGuardOnly() throws IOException {
    CalledCode code = new CalledCode();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.obsagent.instrumentation")) {
      try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
        code.add(bytes.readAllBytes());
      }
    }
    GuardRule rule = new GuardRule(code, "io/obsagent/instrumentation/");
    assertThat(rule.seen).as("what others call").hasSizeGreaterThan(10);
    assertThat(rule.seen).as("lambdas among it").anyMatch(each -> each.endsWith(" lambda"));
    assertThat(rule.bare).as("use the agent outside of a guard").isEmpty();
  }

  @Test
  void aCallbackWithoutGuardIsFound() throws IOException {
    assertThat(bareOf(BareCallback.class)).singleElement().asString().contains("BareCallback.run");
    assertThat(bareOf(GuardedCallback.class)).isEmpty();
  }

  @Test
  void aLambdaThatTheLibraryIsHandedIsFound() throws IOException {
    assertThat(bareOf(BareLambda.class)).singleElement().asString().startsWith("lambda of ");
  }

  @Test
  void aMethodReferenceIsFound() throws IOException {
    assertThat(bareOf(BareReference.class)).singleElement().asString().contains("end");
  }

  @Test
  void aLambdaThatIsKeptOrReturnedIsFound() throws IOException {
    assertThat(bareOf(KeptLambda.class)).singleElement().asString().startsWith("lambda of ");
  }

  @Test
  void aLambdaThatOurCodeCallsInItsGuardIsFine() throws IOException {
    assertThat(bareOf(OwnCaller.class, OwnLambda.class)).isEmpty();
  }

  @Test
  void aLambdaThatOurCodeCallsForALibraryIsFound() throws IOException {
    assertThat(bareOf(BareCaller.class, BareOwnLambda.class)).isNotEmpty();
  }

  @Test
  void anOverridingMethodIsFollowed() throws IOException {
    assertThat(bareOf(Part.class, BarePart.class, CallsPart.class)).isNotEmpty();
  }

  @Test
  void whatOurClassCallsOfOneBelowItCountsWhereItIsCalled() throws IOException {
    assertThat(bareOf(GuardedTeller.class, Tells.class)).isEmpty();
    assertThat(bareOf(BareTeller.class, TellsBare.class)).isNotEmpty();
  }

  @Test
  void aContextsOwnWrapperIsFound() throws IOException {
    assertThat(bareOf(Wrapped.class)).singleElement().asString().contains("Context.wrap");
  }

  private static Iterable<String> bareOf(Class<?>... types) throws IOException {
    CalledCode code = new CalledCode();
    for (Class<?> type : types) {
      String file = type.getName().replace('.', '/') + ".class";
      try (InputStream bytes = type.getClassLoader().getResourceAsStream(file)) {
        code.add(bytes.readAllBytes());
      }
    }
    return new GuardRule(code, "io/obsagent/docs/").bare;
  }

  private record BareCallback(Span span) implements Runnable {
    @Override
    public void run() {
      span.end();
    }
  }

  private record GuardedCallback(Span span, Guard guard) implements Runnable {
    @Override
    public void run() {
      try {
        span.end();
      } catch (Throwable e) {
        guard.caught(e);
      }
    }
  }

  private static final class BareLambda {
    static void on(List<Span> spans) {
      spans.forEach(span -> span.end());
    }
  }

  private static final class BareReference {
    static void on(List<Span> spans) {
      spans.forEach(Span::end);
    }
  }

  private static final class KeptLambda {
    static Callable<Context> of() {
      return () -> Context.current();
    }
  }

  private record OwnCaller(Guard guard, Consumer<Span> part) implements Runnable {
    @Override
    public void run() {
      try {
        part.accept(Span.current());
      } catch (Throwable e) {
        guard.caught(e);
      }
    }
  }

  private static final class OwnLambda {
    static Runnable of(Guard guard) {
      return new OwnCaller(guard, span -> span.end());
    }
  }

  private record BareCaller(Supplier<Span> part) implements Runnable {
    @Override
    public void run() {
      part.get();
    }
  }

  private static final class BareOwnLambda {
    static Runnable of() {
      return new BareCaller(() -> Span.current());
    }
  }

  private interface Part {
    void tell();
  }

  private static final class BarePart implements Part {
    @Override
    public void tell() {
      Span.current().end();
    }
  }

  private record CallsPart(Part part) implements Runnable {
    @Override
    public void run() {
      part.tell();
    }
  }

  private static final class Wrapped {
    static Runnable of(Runnable task) {
      return Context.current().wrap(task);
    }
  }

  private abstract static class GuardedTeller implements Runnable {
    private final Guard guard = Guard.of(GuardedTeller.class);

    protected abstract void told();

    @Override
    public void run() {
      try {
        told();
      } catch (Throwable e) {
        guard.caught(e);
      }
    }
  }

  private static final class Tells extends GuardedTeller {
    @Override
    protected void told() {
      Span.current().end();
    }
  }

  private abstract static class BareTeller implements Runnable {
    protected abstract void told();

    @Override
    public void run() {
      told();
    }
  }

  private static final class TellsBare extends BareTeller {
    @Override
    protected void told() {
      Span.current().end();
    }
  }
}
